/** What services keep: one place for a database, and the services' own tables in it. */
@SuppressWarnings("requires-automatic") // PostgreSQL's driver has no module descriptor
module dev.usher.storage {
    requires static org.checkerframework.checker.qual; // the driver's
    requires static org.jspecify;
    requires transitive dev.usher.services;
    requires transitive java.sql;
    requires com.zaxxer.hikari;
    requires java.management; // Hikari's
    requires org.postgresql.jdbc;
    requires org.xerial.sqlitejdbc;

    exports dev.usher.storage;
    exports dev.usher.storage.checkin;
    exports dev.usher.storage.database;
    exports dev.usher.storage.telemetry;
}
