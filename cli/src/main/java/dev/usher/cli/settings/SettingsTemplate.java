package dev.usher.cli.settings;

import dev.usher.cli.config.Declaration;
import dev.usher.cli.offer.Offer;

import java.util.List;

/**
 * A file with all settings, for people to change: what explains is {@code # text}, what can be set
 * is {@code #key = default}.
 */
final class SettingsTemplate {
    private static final String HEAD =
            """
            # The settings of 'usher serve --config FILE', in HOCON (JSON that people can write).
            # All are at their defaults: take away the # in front of a setting to change it.
            #
            #   usher config check FILE           says what is wrong
            #   usher config show --config FILE   shows what holds, and why
            #   usher reload                      applies changes to a running server
            #
            # An option of 'usher serve' is stronger than the environment, and that than this file.
            # In the environment, listeners.echo.port is USHER_LISTENERS_ECHO_PORT, and so on.

            """;

    private static final int WIDEST = 100;

    private static final String LISTENERS =
            """
            # The listeners. Each may have whatever all-listeners has, and is the stronger. More of
            # them are opened by another name: lab { service = echo, protocol = lines, port = 7001 }
            listeners {
            """;

    private final StringBuilder text = new StringBuilder(HEAD);

    private SettingsTemplate() {}

    /** The whole file. */
    static String text() {
        var template = new SettingsTemplate();
        for (var section : Settings.SINGLE) {
            template.section(section.key(), section.description(), section.declarations());
        }
        var all = ListenerSections.LISTENER;
        template.section(all.key(), all.description(), all.declarations());
        template.text.append(LISTENERS);
        Offer.ALL.forEach(template::listener);
        template.text.append("}\n");
        return template.text.toString();
    }

    private void section(String key, String description, List<Declaration> declarations) {
        var indent = key.isEmpty() ? "" : "  ";
        text.append("# %s\n".formatted(description));
        text.append(key.isEmpty() ? "\n" : key + " {\n");
        for (var declaration : declarations) {
            var setting = declaration.setting();
            explain(indent, setting.description() + ".");
            explain(indent, "May be " + setting.kind().allowed() + ".");
            text.append("%s#%s\n".formatted(indent, declaration.assignment()));
        }
        text.append(key.isEmpty() ? "\n" : "}\n\n");
    }

    private void explain(String indent, String sentence) {
        var line = new StringBuilder(indent + "#");
        for (var word : sentence.split(" ", -1)) {
            if (line.length() + word.length() >= WIDEST) {
                text.append(line).append('\n');
                line = new StringBuilder(indent + "#");
            }
            line.append(' ').append(word);
        }
        text.append(line).append('\n');
    }

    /** What a listener has for itself, or has otherwise than the others. */
    private void listener(Offer offer) {
        var settings = ListenerSettings.of(offer.name(), offer);
        text.append("  %s {\n".formatted(offer.name()));
        for (var declaration : ListenerSections.OWN.declarations("", settings)) {
            text.append("    #%s\n".formatted(declaration.assignment()));
        }
        for (var peculiarity : ListenerSections.peculiarities(offer)) {
            text.append("    #%s\n".formatted(peculiarity));
        }
        text.append("  }\n");
    }
}
