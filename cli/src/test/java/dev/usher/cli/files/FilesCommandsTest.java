package dev.usher.cli.files;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.ServerSocket;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;

/** {@code usher files}: what it shows, what it leaves behind, and what it complains of. */
@Timeout(120)
class FilesCommandsTest extends FilesAtTheShell {
    @Test
    void filesGoThereAndComeBack() throws Exception {
        assertThat(usher("put", file("a b.txt", "hello"), "--to", "notes")).isZero();
        assertShown("notes/a b.txt 5 " + sha256("hello") + "\n");
        assertThat(usher("put", file("empty", ""), "--as", "other")).isZero();
        assertShown("other 0 " + sha256("") + "\n");
        assertThat(usher("list")).isZero();
        assertThat(out.toString()).matches("notes/a b.txt 5 20\\S+Z\nother 0 20\\S+Z\n");
        assertThat(usher("rename", "other", "notes/c")).isZero();
        assertShown("");
        assertThat(usher("list", "notes/c")).isZero();
        assertThat(out.toString()).matches("notes/c 0 20\\S+Z\n");
        assertThat(usher("get", "notes/a b.txt", "notes/c", "--to", "" + there)).isZero();
        assertThat(out.toString().lines())
                .containsExactlyInAnyOrder(
                        "notes/a b.txt 5 " + sha256("hello"), "notes/c 0 " + sha256(""));
        assertThat(names(there)).containsExactly("a b.txt", "c");
        assertThat(there.resolve("a b.txt")).hasContent("hello");
        assertThat(usher("delete", "notes/a b.txt", "notes/c")).isZero();
        assertShown("");
        assertThat(usher("list")).isZero();
        assertShown("");
    }

    @Test
    void manyFilesGoAtOnce() throws Exception {
        var put = new ArrayList<>(List.of("put", "--parallel", "8"));
        var get = new ArrayList<>(List.of("get", "--parallel", "8", "--to", "" + there));
        for (int i = 0; i < 40; i++) {
            put.add(file("f" + i, random(10_000 * i)));
            get.add("f" + i);
        }
        assertThat(usher(put.toArray(String[]::new))).isZero();
        assertThat(out.toString().lines()).hasSize(40);
        assertThat(usher(get.toArray(String[]::new))).isZero();
        assertThat(out.toString().lines()).hasSize(40);
        for (int i = 0; i < 40; i++) {
            assertThat(there.resolve("f" + i)).hasBinaryContent(random(10_000 * i));
        }
        assertThat(names(there)).hasSize(40);
    }

    @Test
    void aFolderOrStdoutIsNoNameOfAFile() throws Exception {
        usher("put", file("a", "hello"));
        assertThat(usher("get", "a", "-o", "" + here)).isEqualTo(2);
        assertThat(err.toString()).contains(here + " is a folder; use --to " + here);
        assertThat(usher("get", "a", "-o", "-")).isEqualTo(2);
        assertThat(err.toString()).contains("-o names a file, not stdout");
        assertThat(usher("put", "-")).isEqualTo(2);
        assertThat(err.toString()).contains("- is no file");
        assertThat(names(here)).containsExactly("a"); // no part of a download
    }

    @Test
    void whatIsHereIsNotReplacedUnlessThatIsSaid() throws Exception {
        usher("put", file("a", "hello"));
        assertThat(usher("get", "a", "--to", "" + here)).isEqualTo(1);
        assertComplaint("a: " + here.resolve("a") + " is there already; --force replaces it");
        Files.writeString(here.resolve("a"), "mine");
        assertThat(usher("get", "a", "-o", "" + here.resolve("a"))).isEqualTo(1);
        assertThat(here.resolve("a")).hasContent("mine");
        assertThat(usher("get", "a", "-o", "" + here.resolve("a"), "--force")).isZero();
        assertThat(here.resolve("a")).hasContent("hello");
        assertThat(names(here)).containsExactly("a");
    }

    @Test
    void conditionsHold() throws Exception {
        usher("put", file("a", "hello"));
        usher("put", file("b", "other"));
        assertThat(usher("put", file("a", "jello"), "--if-absent")).isEqualTo(1);
        assertComplaint(here.resolve("a") + ": there is a file a");
        assertThat(usher("put", file("a", "jello"), "--if-match", sha256("x"))).isEqualTo(1);
        assertComplaint(here.resolve("a") + ": the sha256 of a is " + sha256("hello"));
        assertThat(usher("put", file("a", "jello"), "--if-match", sha256("hello"))).isZero();
        assertThat(usher("rename", "a", "b", "--if-absent")).isEqualTo(1);
        assertComplaint("there is a file b");
        assertThat(usher("delete", "a", "--if-match", sha256("hello"))).isEqualTo(1);
        assertThat(usher("delete", "a", "--if-match", sha256("jello"))).isZero();
    }

    @Test
    void whatFailsDoesNotKeepTheOthers() throws Exception {
        var none = here.resolve("none");
        assertThat(usher("put", "" + none, "" + folder, file("a", "hello"))).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("a 5 " + sha256("hello") + "\n");
        assertThat(err.toString().lines())
                .containsExactlyInAnyOrder(
                        "usher: " + none + ": there is no such file",
                        "usher: " + folder + ": is not a file that can be sent");
        assertThat(usher("get", "none", "a", "--to", "" + there)).isEqualTo(1);
        assertThat(out.toString()).isEqualTo("a 5 " + sha256("hello") + "\n");
        assertThat(err.toString()).isEqualToIgnoringNewLines("usher: none: there is no file none");
        assertThat(usher("delete", "none", "a")).isEqualTo(1);
        assertComplaint("none: there is no file none");
        assertThat(usher("list")).isZero();
        assertShown("");
        assertThat(usher("get", "a", "--to", "" + folder.resolve("no"))).isEqualTo(1);
        assertComplaint("a: " + folder.resolve("no") + ": there is no such folder");
    }

    @Test
    void whereNobodyListensIsToldAtOnce() throws Exception {
        int port;
        try (var taken = new ServerSocket(0, 1, HERE)) {
            port = taken.getLocalPort();
        }
        var hint =
                "cannot connect to 127.0.0.1:%d: connection refused; is there a server? start one with: usher serve files --port %d"
                        .formatted(port, port);
        assertThat(usher(port, "list")).isEqualTo(1);
        assertComplaint(hint);
        assertThat(usher(port, "delete", "a", "b", "c")).isEqualTo(1);
        assertThat(err.toString().lines())
                .containsExactly("usher: a: " + hint, "usher: 2 more files not tried");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            textBlock =
                    """
                    put                    ; Missing required parameter: 'FILE'
                    put a b --as c         ; --as is for one FILE
                    put a x/a              ; two files would be called a
                    put a --to ../b        ; Invalid value for option '--to': name ../b has a segment of nothing but dots
                    put nul                ; 'name nul is a device on some systems; give another one with --as'
                    put a --if-match 5     ; Invalid value for option '--if-match': a SHA-256 digest is 64 hexadecimal digits
                    put a --parallel 0     ; Invalid value for option '--parallel': '0' is not a whole number from 1 to 16
                    get                    ; Missing required parameter: 'NAME'
                    get ../a               ; Invalid value for positional parameter at index 0..* (NAME): name ../a has a segment of nothing but dots
                    get a b -o c           ; -o is for one NAME
                    get x/a y/a            ; two files would be called a
                    get a --patience 0     ; Invalid value for option '--patience': '0' is not a number of seconds from 0.001 to 86,400
                    rename a               ; Missing required parameter: 'TO'
                    """)
    void aWrongArgumentIsOneSentenceAndExitCode2(String arguments, String sentence) {
        assertThat(usher(arguments.split(" +"))).isEqualTo(2);
        assertThat(err.toString())
                .isEqualToIgnoringNewLines(
                        "usher: %s (try: usher files %s --help)"
                                .formatted(sentence, arguments.replaceAll(" .*", "")));
    }
}
