package dev.usher.storage;

import java.util.List;

/**
 * The tables of one service, as the steps that make them. As many steps as there are is the version
 * that this program knows.
 *
 * @param service whose they are; tells the schemas of one database apart
 * @param migrations the steps, the oldest first; a released one stays as it is, new ones are added
 */
public record Schema(String service, List<Migration> migrations) {

    /** Copies the list. */
    public Schema {
        migrations = List.copyOf(migrations);
    }

    /** The tables of this service. */
    public static Schema of(String service, Migration... migrations) {
        return new Schema(service, List.of(migrations));
    }
}
