/** What people need to test their own handlers. */
module dev.usher.testkit {
    requires transitive dev.usher;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports dev.usher.testkit;
}
