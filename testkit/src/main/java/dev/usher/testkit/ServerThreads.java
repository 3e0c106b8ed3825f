package dev.usher.testkit;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.HotSpotDiagnosticMXBean.ThreadDumpFormat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The threads of servers that live at one moment. They are virtual, and a thread dump is the only
 * place where the JDK shows these; {@link Thread#getAllStackTraces} does not.
 *
 * @param stacks by the thread's number, its name and its stack
 */
record ServerThreads(Map<Long, String> stacks) {
    /** As in {@code #42 "usher-client-7" virtual WAITING …}, then its stack up to an empty line. */
    private static final Pattern THREAD =
            Pattern.compile("^#(\\d+) \"usher-.*(\\n.+)*", Pattern.MULTILINE);

    /** Those that live now. */
    static ServerThreads now() {
        var stacks = new LinkedHashMap<Long, String>();
        var threads = THREAD.matcher(dump());
        while (threads.find()) {
            stacks.put(Long.parseLong(threads.group(1)), threads.group());
        }
        return new ServerThreads(stacks);
    }

    private static String dump() {
        try {
            // The JDK writes only to a file that does not exist yet.
            var folder = Files.createTempDirectory("usher-testkit");
            var file = folder.resolve("threads.txt");
            try {
                ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
                        .dumpThreads(file.toString(), ThreadDumpFormat.TEXT_PLAIN);
                return Files.readString(file);
            } finally {
                Files.deleteIfExists(file);
                Files.delete(folder);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException("no thread dump", failed);
        }
    }

    /** Those that live now and did not then, each with its stack. */
    List<String> since() {
        var now = now().stacks();
        now.keySet().removeAll(stacks.keySet());
        return now.values().stream().map(stack -> "thread " + stack).toList();
    }
}
