package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code usher completion}: its scripts, in a real bash and a real zsh. */
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
    void anotherShellIsToldWhichThereAre() {
        var err = new StringWriter();
        assertThat(
                        Main.commandLine(InputStream.nullInputStream())
                                .setErr(new PrintWriter(err))
                                .execute("completion", "fish"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("there is no script for 'fish', only for bash and zsh");
        assertThat(script("ZSH")).isEqualTo(script("zsh"));
    }

    @Test
    void bashCompletesCommandsAndOptionsByBothNames() throws Exception {
        assertThat(offered("usher", "fi")).containsExactly("files");
        assertThat(offered("./usher", "fi")).containsExactly("files");
        assertThat(offered("usher", "files", "re")).containsExactly("rename");
        assertThat(offered("usher", "bench", "--con")).containsExactly("--connections");
        assertThat(offered("usher", "completion", "")).contains("bash", "zsh");
    }

    static boolean hasZsh() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "zsh")));
    }

    /** What a zsh that was loaded like this shows while somebody types, with Tabs. */
    private String typed(String loading) throws Exception {
        Files.writeString(folder.resolve("_usher"), script("zsh"));
        var program =
                """
                zmodload zsh/zpty
                zpty terminal 'TERM=dumb PS1="%% " zsh -f -i'
                zpty -w terminal "cd $1; $2; echo REA''DY"
                zpty -r -m terminal shown '*READY*'
                print -r -- $shown
                zpty -w -n terminal $'usher be\t'
                zpty -r -m terminal shown '*nch*'
                print -r -- $shown
                zpty -w -n terminal $'--con\t'
                zpty -r -m terminal shown '*nections*'
                print -r -- $shown
                zpty -d terminal
                """;
        var zsh =
                new ProcessBuilder(
                                List.of(
                                        "timeout",
                                        "30",
                                        "zsh",
                                        "-f",
                                        "-c",
                                        program,
                                        "zsh",
                                        "" + folder,
                                        loading))
                        .redirectErrorStream(true)
                        .start();
        return new String(zsh.getInputStream().readAllBytes(), UTF_8);
    }

    @Test
    @EnabledIf("hasZsh")
    void zshCompletesTheSameLoadedOnceOrFromAFileOfItsOwn() throws Exception {
        for (var loading :
                List.of(
                        "source ./_usher",
                        "fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D")) {
            assertThat(typed(loading)).contains("nch", "nections").doesNotContain("not found");
        }
    }
}
