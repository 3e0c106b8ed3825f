package dev.usher.cli.settings;

import dev.usher.cli.config.Kind;

import java.util.regex.Pattern;

/** The URL of a PostgreSQL server, of which nobody sees the password. */
final class DatabaseUrl {
    private static final Pattern SECRET =
            Pattern.compile("(?i)((?:password|pass|pwd)[^=&]*=)[^&]*|(?<=//)[^?]*(?=@)");

    /** As it may stand in a file. */
    static final Kind<String> IN_FILES =
            Kind.text(
                            Pattern.compile("jdbc:postgresql:\\S+"),
                            "a URL such as jdbc:postgresql://HOST:PORT/DATABASE?user=USER")
                    .showing(DatabaseUrl::masked);

    /** As an option, which is looked at when a service needs a database. */
    static final Kind<String> ANY =
            Kind.text(Pattern.compile("(?s).*"), "a URL").showing(DatabaseUrl::masked);

    private DatabaseUrl() {}

    /** Without what may be a password; whatever is in front of an at sign may be, too. */
    static String masked(String url) {
        return SECRET.matcher(url)
                .replaceAll(found -> found.group(1) == null ? "***" : found.group(1) + "***");
    }
}
