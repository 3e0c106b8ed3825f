package dev.usher;

/**
 * The key of something that is kept with a connection: who logged in, which language it speaks. Two
 * attributes are different keys even when their names are equal.
 *
 * <pre>{@code
 * static final Attribute<String> USER = Attribute.named("user");
 * call.connection().set(USER, "alice");
 * }</pre>
 *
 * @param <T> what is kept under it
 */
@SuppressWarnings("UnusedTypeParameter") // it types what Connection.get and set take
public final class Attribute<T> {
    private final String name;

    private Attribute(String name) {
        this.name = name;
    }

    /** A new key; the name is for people only. */
    public static <T> Attribute<T> named(String name) {
        return new Attribute<>(name);
    }

    /** The name. */
    @Override
    public String toString() {
        return name;
    }
}
