package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code usher completion}: its script, in a real bash. */
@Timeout(60)
class CompletionTest {
    @TempDir Path folder;

    private static String script(String shell) {
        var out = new StringWriter();
        assertThat(
                        Main.commandLine(InputStream.nullInputStream())
                                .setOut(new PrintWriter(out))
                                .execute("completion", shell))
                .isZero();
        return out.toString();
    }

    /** What bash offers for the last of these words. */
    private List<String> offered(String... words) throws Exception {
        var file = Files.writeString(folder.resolve("usher.bash"), script("bash"));
        // As bash does: the last part of the name finds what completes it.
        var program =
                """
                source "$1" || exit 9
                shift
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
                COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
                compopt() { :; }
                function=$(complete -p "${1##*/}" | sed 's/.*-F \\([^ ]*\\).*/\\1/')
                "$function" 2>/dev/null
                printf '%s\\n' "${COMPREPLY[@]}"
                """;
        var command = new ArrayList<>(List.of("bash", "-c", program, "bash", "" + file));
        command.addAll(List.of(words));
        Process bash;
        try {
            bash = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException missing) {
            return abort("skipped: there is no bash here: " + missing.getMessage());
        }
        var offered = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor()).as(offered).isZero();
        return offered.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void bashCompletesCommandsAndOptionsByBothNames() throws Exception {
        assertThat(offered("usher", "fi")).containsExactly("files");
        assertThat(offered("./usher", "fi")).containsExactly("files");
        assertThat(offered("usher", "files", "re")).containsExactly("rename");
        assertThat(offered("usher", "bench", "--con")).containsExactly("--connections");
        assertThat(offered("usher", "completion", "")).contains("bash", "zsh");
    }

    @Test
    void zshFindsTheSameInAFileOfItsOwn() {
        assertThat(script("zsh")).startsWith("#compdef usher\n").endsWith(script("bash"));
    }
}
