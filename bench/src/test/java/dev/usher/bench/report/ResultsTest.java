package dev.usher.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

class ResultsTest {
    private static final Machine MACHINE =
            new Machine("today", "<fast>", 2, 1024, "Linux", "JVM", Map.of(), Map.of());

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheTwoInTheMiddle() {
        assertThat(Median.of(List.of(9.0, 1.0, 4.0))).isEqualTo(new Median(4, 1, 9));
        assertThat(Median.of(List.of(9.0, 1.0, 4.0, 6.0)).value()).isEqualTo(5);
        assertThatThrownBy(() -> Median.of(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersHaveAboutThreeDigits() {
        assertThat(Stream.of(0.347, 9.996, 47.62, 1234.0, 9_999.0, 131_400.0, 999_900.0, 5.912e6))
                .map(Metric::format)
                .containsExactly(
                        "0.347", "10.0", "47.6", "1234", "10.0 k", "131 k", "1.00 M", "5.91 M");
    }

    @Test
    void everybodyIsComparedToNettysBest() {
        var results =
                results(
                        slice("usher", 60, false),
                        slice("netty-nio-1", 50, false),
                        slice("netty-epoll-1", 80, false),
                        slice("c-epoll", 100, false));
        assertThat(results.rivals("64x1"))
                .containsExactly("c-epoll", "netty-epoll-1", "usher", "netty-nio-1");
        assertThat(results.yardstick("64x1")).contains("netty-epoll-1");
        assertThat(results.ratio("64x1", "usher", Metric.THROUGHPUT)).contains(0.75);
    }

    @Test
    void shapesComeInTheOrderOfTheList() {
        var slices = Stream.of("blocking", "64x128", "1x1", "64x128").map(shape -> slice(shape, 1));
        assertThat(results(slices.toArray(Slice[]::new)).shapes())
                .containsExactly("1x1", "64x128", "blocking");
    }

    @Test
    void slowSlicesCountOnlyIfThereAreNoOthers() {
        var results =
                results(
                        slice("usher", 60, false),
                        slice("usher", 10, true),
                        slice("python", 5, true),
                        slice("python", 7, true));
        assertThat(results.median("64x1", "usher", Metric.THROUGHPUT).orElseThrow().value())
                .isEqualTo(60);
        assertThat(results.median("64x1", "python", Metric.THROUGHPUT).orElseThrow().value())
                .isEqualTo(6);
        var table = new Tables(results).table("64x1");
        assertThat(table).contains("| python ‡ |").contains("| usher    |");
    }

    @Test
    void memoryIsRankedByTheLeast() {
        var results = results(memory("usher", 300), memory("netty-nio-1", 200), memory("go", 900));
        assertThat(results.rivals("idle")).containsExactly("netty-nio-1", "usher", "go");
        assertThat(results.ratio("idle", "usher", Metric.RESIDENT)).contains(1.5);
    }

    @Test
    void tablesAreAlignedAndSayWhatFailed() {
        var results =
                results(
                        slice("usher", 60_000, false),
                        slice("netty-epoll-1", 80_000, false),
                        Slice.failed("64x1", "python", 1, "byte 3 came back changed"));
        var tables = new Tables(results).all(shape -> "sixty-four");
        var rows = tables.lines().filter(line -> line.startsWith("|")).toList();
        assertThat(rows).hasSize(5).extracting(String::length).containsOnly(rows.get(0).length());
        assertThat(rows.get(2)).contains("netty-epoll-1", "80.0 k (1.00)");
        assertThat(rows.get(3)).contains("usher", "60.0 k (0.75)");
        assertThat(rows.get(4)).contains("python", "failed");
        assertThat(tables).contains("- failed: python, 64x1: byte 3 came back changed");
    }

    @Test
    void clientsThatAreTheLimitAreMarked() {
        var limited =
                new Slice(
                        "64x1",
                        "c-epoll",
                        1,
                        Map.of(Metric.THROUGHPUT, 9.0),
                        1,
                        0.5,
                        true,
                        1,
                        false,
                        null);
        assertThat(new Tables(results(limited)).table("64x1")).contains("| c-epoll † |");
    }

    @Test
    void aPlotIsWellFormedAndHasABarForEachServer() throws Exception {
        var results =
                results(slice("usher & <friends>", 60, false), slice("netty-nio-1", 80, false));
        var svg = Plot.of(results, Metric.THROUGHPUT).svg();
        var document =
                DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(svg)));
        var bars = document.getElementsByTagName("rect");
        assertThat(bars.getLength()).isEqualTo(2);
        double longest = width(bars.item(0));
        assertThat(width(bars.item(1)) / longest).isEqualTo(0.75);
        assertThat(svg).contains("prefers-color-scheme: dark");
    }

    private static double width(Node bar) {
        return Double.parseDouble(bar.getAttributes().getNamedItem("width").getNodeValue());
    }

    @Test
    void publishingReplacesWhatIsBetweenTheMarkers(@TempDir Path folder) throws IOException {
        var page = folder.resolve("performance.md");
        Files.writeString(
                page, "before\n" + Publication.BEGIN + "\nold\n" + Publication.END + "\nafter\n");
        var results = results(slice("usher", 60, false));
        new Publication(folder).publish(results, "first\n");
        new Publication(folder).publish(results, "second\n");
        assertThat(Files.readString(page))
                .startsWith("before\n" + Publication.BEGIN)
                .contains("performance/throughput.svg", "second\n")
                .doesNotContain("old", "first")
                .endsWith(Publication.END + "\nafter\n");
        assertThat(folder.resolve("performance/results.json"))
                .content()
                .contains("\"rival\" : \"usher\"", "\"THROUGHPUT\" : 60.0");
        assertThat(folder.resolve("performance/cpu.svg")).doesNotExist();
    }

    @Test
    void aPageWithoutMarkersIsLeftAlone() {
        assertThatThrownBy(() -> Publication.insert("text", "results"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Results results(Slice... slices) {
        return new Results(MACHINE, List.of(slices));
    }

    private static Slice slice(String rival, double perSecond, boolean slow) {
        var figures = Map.of(Metric.THROUGHPUT, perSecond);
        return new Slice("64x1", rival, 1, figures, 0.5, 0.5, false, 1, slow, null);
    }

    private static Slice slice(String shape, double perSecond) {
        var figures = Map.of(Metric.THROUGHPUT, perSecond);
        return new Slice(shape, "usher", 1, figures, 0.5, 0.5, false, 1, false, null);
    }

    private static Slice memory(String rival, double bytes) {
        var figures = Map.of(Metric.RESIDENT, bytes);
        return new Slice("idle", rival, 1, figures, 0, 0, false, 1, false, null);
    }
}
