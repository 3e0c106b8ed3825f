package dev.usher.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;

/** The page on the configuration says what the code says. */
class ConfigurationPageTest {
    private static final Path PAGE = Path.of("..", "docs", "reference", "configuration.md");

    /** What comes after this line is made from the code. */
    private static final String MARK = "<!-- From here on made by ConfigurationPageTest. -->\n\n";

    /** Set to have that written anew. */
    private static final String MEND = "configuration.mend";

    private static final Pattern EXAMPLE = Pattern.compile("(?ms)^```hocon\\n(.*?)^```$");

    @Test
    void theReferenceIsMadeFromTheCode() throws IOException {
        var page = Files.readString(PAGE);
        var head = page.substring(0, page.indexOf(MARK) + MARK.length());
        if (Boolean.getBoolean(MEND)) {
            Files.writeString(PAGE, head + SettingsPage.text());
        }
        assertThat(Files.readString(PAGE))
                .as("docs/reference/configuration.md; run this test with -D%s=true", MEND)
                .isEqualTo(head + SettingsPage.text());
    }

    @Test
    void everyExampleIsAGoodFile(@TempDir Path folder) throws IOException {
        var examples = EXAMPLE.matcher(Files.readString(PAGE)).results().toList();
        assertThat(examples).isNotEmpty();
        for (var example : examples) {
            var file = Files.writeString(folder.resolve("usher.conf"), example.group(1));
            assertThat(new ConfigurationReader(Map.of(), Map.of(), file).read().lines())
                    .anySatisfy(
                            line -> assertThat(line.origin().toString()).contains("usher.conf:"));
        }
    }
}
