/** Usher's library: a TCP server in which every client has a thread of its own. */
module dev.usher {
    requires static org.jspecify;
    requires jdk.net; // how soon a silent peer is asked whether it is there

    exports dev.usher;
    exports dev.usher.client;
    exports dev.usher.protocol;
}
