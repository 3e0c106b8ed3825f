package dev.usher.services.telemetry;

/**
 * What a device is called.
 *
 * @param text 1 to 64 letters and digits of ASCII, {@code .}, {@code _} and {@code -}
 */
public record DeviceName(String text) implements Comparable<DeviceName> {
    /** The most characters of a name. */
    public static final int LONGEST = 64;

    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException with a sentence for the client
     */
    public DeviceName {
        if (text.isEmpty() || text.length() > LONGEST || !text.chars().allMatch(DeviceName::fits)) {
            throw new IllegalArgumentException(
                    "a device's name is 1 to "
                            + LONGEST
                            + " letters, digits, dots, underscores and hyphens");
        }
    }

    private static boolean fits(int character) {
        return (character >= 'a' && character <= 'z')
                || (character >= 'A' && character <= 'Z')
                || (character >= '0' && character <= '9')
                || character == '.'
                || character == '_'
                || character == '-';
    }

    @Override
    public int compareTo(DeviceName other) {
        return text.compareTo(other.text);
    }

    /** The name itself. */
    @Override
    public String toString() {
        return text;
    }
}
