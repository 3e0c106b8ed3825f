/** Usher's library: a TCP server in which every client has a thread of its own. */
module dev.usher {
    requires static org.jspecify;

    exports dev.usher;
    exports dev.usher.client;
    exports dev.usher.protocol;
}
