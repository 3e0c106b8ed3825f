package dev.usher.cli.pages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The pages of the documentation. What stands in a block of {@code console} is typed, page by page,
 * and prints what is shown; what stands in a block of {@code java} is part of a program that is
 * compiled; and links lead to something.
 *
 * <p>Behind {@code console}, {@code varies} says that numbers are others each time, and {@code
 * stays} that the last command of the block goes on while the rest of the page is read.
 */
class PagesTest {
    private static final Path PROJECT = Path.of("").toAbsolutePath().getParent();

    private static List<Page> pages() throws IOException {
        var pages = new ArrayList<Page>();
        pages.add(Page.of(PROJECT.resolve("README.md")));
        pages.add(Page.of(PROJECT.resolve("CONTRIBUTING.md")));
        try (var files = Files.walk(PROJECT.resolve("docs"))) {
            for (var file :
                    files.filter(file -> file.toString().endsWith(".md")).sorted().toList()) {
                pages.add(Page.of(file));
            }
        }
        return pages;
    }

    @TestFactory
    Stream<DynamicTest> whatAPageShowsAsTypedDoesWhatItSays(@TempDir Path folder)
            throws IOException {
        return pages().stream()
                .filter(page -> page.blocks().stream().anyMatch(block -> block.is("console")))
                .map(page -> dynamicTest(name(page), () -> walk(page, folder)));
    }

    private static String name(Page page) {
        return PROJECT.relativize(page.file()).toString();
    }

    private static void walk(Page page, Path folder) throws Exception {
        var own = Files.createDirectory(folder.resolve(name(page).replace('/', '-')));
        try (var shell = Shell.in(own, PROJECT)) {
            for (var block : page.blocks()) {
                if (block.is("console")) {
                    for (var dialog : Dialog.of(block)) {
                        var printed =
                                dialog.stays() ? shell.leave(dialog) : shell.run(dialog.command());
                        if (!dialog.fits(printed)) {
                            fail(
                                    "%s:%d: $ %s%nis shown to print%n%s%nand prints%n%s",
                                    name(page),
                                    dialog.line(),
                                    dialog.command(),
                                    String.join("\n", dialog.shown()),
                                    printed);
                        }
                    }
                }
            }
        }
    }

    @Test
    void javaOnAPageIsPartOfAProgramThatIsCompiled() throws IOException {
        var programs = new ArrayList<String>();
        for (var folder : List.of("examples", "tests/src/test/java")) {
            try (var files = Files.walk(PROJECT.resolve(folder))) {
                for (var file : files.filter(file -> file.toString().endsWith(".java")).toList()) {
                    programs.add(words(Files.readString(file)));
                }
            }
        }
        var strange = new ArrayList<String>();
        for (var page : pages()) {
            for (var block : page.blocks()) {
                if (block.is("java")) {
                    var shown = String.join("\n", block.lines());
                    if (programs.stream().noneMatch(text -> text.contains(words(shown)))) {
                        strange.add(name(page) + ":" + block.line() + "\n" + shown);
                    }
                }
            }
        }
        assertThat(strange).isEmpty();
    }

    @Test
    void aPomOnAPageNamesVersionsThatTheBuildHasItself() throws IOException {
        var version = Pattern.compile("<version>(.+)</version>");
        var build = Files.readString(PROJECT.resolve("pom.xml"));
        var strange = new ArrayList<String>();
        for (var page : pages()) {
            for (var block : page.blocks()) {
                if (block.is("xml")) {
                    version.matcher(String.join("\n", block.lines()))
                            .results()
                            .map(found -> found.group(1))
                            .filter(named -> !named.equals("1")) // the reader's own
                            .filter(named -> !build.contains(">" + named + "<"))
                            .forEach(named -> strange.add(name(page) + ": " + named));
                }
            }
        }
        assertThat(strange).isEmpty();
    }

    /**
     * The text without comments, and without blanks: a page breaks and indents lines as it is wide.
     */
    private static String words(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/|(?m:^\\s*//.*$)|\\s+", "");
    }

    @Test
    void linksLeadSomewhere() throws IOException {
        var link = Pattern.compile("\\]\\(([^)\\s]+)\\)");
        var broken = new ArrayList<String>();
        for (var page : pages()) {
            var links = link.matcher(Files.readString(page.file()));
            while (links.find()) {
                var target = links.group(1);
                if (!target.contains("://") && !leads(page, target)) {
                    broken.add(name(page) + ": " + target);
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    private static boolean leads(Page page, String target) throws IOException {
        int hash = target.indexOf('#');
        var path = hash < 0 ? target : target.substring(0, hash);
        var file = path.isEmpty() ? page.file() : page.file().resolveSibling(path).normalize();
        if (hash < 0 || !file.toString().endsWith(".md")) {
            return Files.exists(file);
        }
        var anchor = target.substring(hash + 1);
        return Files.exists(file)
                && Files.readAllLines(file).stream()
                        .filter(line -> line.startsWith("#"))
                        .anyMatch(line -> anchor(line).equals(anchor));
    }

    /** As GitHub makes it of a heading. */
    private static String anchor(String heading) {
        return heading.replaceFirst("^#+ ", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N} _-]", "")
                .replace(' ', '-');
    }
}
