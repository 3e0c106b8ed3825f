package dev.usher.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Map;

/**
 * Where and with what a comparison was made.
 *
 * @param date when
 * @param processor its model
 * @param processors how many of them the comparison could use
 * @param memory of the machine, in MiB
 * @param kernel the operating system's kernel
 * @param java the JVM
 * @param versions of the rivals and their tools
 * @param options of the comparison
 */
public record Machine(
        String date,
        String processor,
        int processors,
        long memory,
        String kernel,
        String java,
        Map<String, String> versions,
        Map<String, String> options) {

    /** This machine. */
    public static Machine here(Map<String, String> versions, Map<String, String> options)
            throws IOException {
        return new Machine(
                LocalDate.now(ZoneId.systemDefault()).toString(),
                field("/proc/cpuinfo", "model name"),
                Runtime.getRuntime().availableProcessors(),
                Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("\\D", "")) / 1024,
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"),
                versions,
                options);
    }

    private static String field(String file, String name) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0");
        }
    }

    /** In one line. */
    @Override
    public String toString() {
        return "%s: %d × %s, %,d MiB, %s, %s"
                .formatted(date, processors, processor, memory, kernel, java);
    }
}
