package dev.usher.cli.settings;

import dev.usher.cli.config.Declaration;
import dev.usher.cli.config.Setting;
import dev.usher.cli.offer.Offer;

import java.util.List;

/** The reference of all settings, for the documentation. */
final class SettingsPage {
    private final StringBuilder text = new StringBuilder();

    private SettingsPage() {}

    /** All sections, in Markdown. */
    static String text() {
        var page = new SettingsPage();
        for (var section : Settings.SINGLE) {
            page.section(
                    section.key().isEmpty() ? "The server" : section.key(),
                    section.description(),
                    section.declarations());
        }
        var all = ListenerSections.LISTENER;
        page.section(
                all.key(),
                all.description()
                        + " Each can also stand in a section of `listeners`, where it holds for"
                        + " that one.",
                all.declarations());
        page.section(
                "listeners.NAME",
                "One listener: one of the usual ones, which are below, or one of your own.",
                ListenerSections.OWN.declarations("listeners.NAME.", ListenerSections.OWN.usual()));
        page.listeners();
        return page.text.toString();
    }

    private void section(String name, String description, List<Declaration> declarations) {
        text.append("## %s\n\n%s\n\n".formatted(name, description));
        text.append("| key | default | may be | changes hold | option | in the environment |\n");
        text.append("| --- | --- | --- | --- | --- | --- |\n");
        declarations.forEach(declaration -> text.append(row(declaration)));
        text.append('\n');
    }

    private static String row(Declaration declaration) {
        var setting = declaration.setting();
        var option = setting.option();
        return "| `%s`: %s | `%s` | %s | %s | %s | `%s` |\n"
                .formatted(
                        setting.key(),
                        setting.description(),
                        declaration.quoted(),
                        setting.kind().allowed(),
                        setting.effect(),
                        option == null ? "" : "`%s %s`".formatted(option.name(), option.label()),
                        Setting.variable(declaration.key()));
    }

    private void listeners() {
        text.append("## The usual listeners\n\n");
        text.append("| name | service | protocol | port | otherwise than the others |\n");
        text.append("| --- | --- | --- | --- | --- |\n");
        for (var offer : Offer.ALL) {
            text.append(
                    "| `%s` | %s | %s | %d | %s |\n"
                            .formatted(
                                    offer.name(),
                                    offer.service(),
                                    offer.protocol(),
                                    offer.port(),
                                    String.join(", ", ListenerSections.peculiarities(offer))));
        }
    }
}
