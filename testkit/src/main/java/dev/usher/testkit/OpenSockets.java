package dev.usher.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sockets that this process has open at one moment, as Linux shows them (proc(5)); none on
 * other systems.
 *
 * @param inodes what identifies them
 */
record OpenSockets(Set<String> inodes) {
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final String SOCKET = "socket:[";
    private static final List<Path> TABLES =
            List.of(Path.of("/proc/self/net/tcp"), Path.of("/proc/self/net/tcp6"));

    /** Fields of a line of these tables. */
    private static final int LOCAL = 1;

    private static final int REMOTE = 2;
    private static final int STATE = 3;
    private static final int INODE = 9;

    static {
        // The first channel of a JVM opens a socket that is never closed, which is no leak.
        try {
            ServerSocketChannel.open().close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Those that are open now. */
    static OpenSockets now() {
        var inodes = new HashSet<String>();
        if (Files.isDirectory(DESCRIPTORS)) {
            try (DirectoryStream<Path> descriptors = Files.newDirectoryStream(DESCRIPTORS)) {
                for (var descriptor : descriptors) {
                    var target = target(descriptor);
                    if (target.startsWith(SOCKET)) {
                        inodes.add(target.substring(SOCKET.length(), target.length() - 1));
                    }
                }
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
        return new OpenSockets(inodes);
    }

    private static String target(Path descriptor) throws IOException {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (NoSuchFileException closedMeanwhile) {
            return "";
        }
    }

    /** Those that are open now and were not then. */
    List<String> since() {
        var now = new HashSet<>(now().inodes());
        now.removeAll(inodes);
        if (now.isEmpty()) {
            return List.of();
        }
        var known = known();
        return now.stream().map(inode -> known.getOrDefault(inode, "unconnected socket")).toList();
    }

    /** What the system knows about TCP sockets, by inode. */
    private static Map<String, String> known() {
        var known = new HashMap<String, String>();
        for (var table : TABLES) {
            if (Files.exists(table)) { // not so where there is no IPv6
                for (var line : lines(table)) {
                    var fields = line.strip().split("\\s+");
                    known.put(fields[INODE], describe(fields));
                }
            }
        }
        return known;
    }

    private static List<String> lines(Path table) {
        try {
            var lines = Files.readAllLines(table);
            return lines.subList(1, lines.size());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static String describe(String[] fields) {
        return "socket of port "
                + port(fields[LOCAL])
                + ", connected to port "
                + port(fields[REMOTE])
                + ", in state "
                + state(fields[STATE]);
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1), 16);
    }

    /** The kernel's names, include/net/tcp_states.h. */
    private static String state(String code) {
        return switch (code) {
            case "01" -> "ESTABLISHED";
            case "04" -> "FIN_WAIT1";
            case "05" -> "FIN_WAIT2";
            case "07" -> "CLOSE";
            case "08" -> "CLOSE_WAIT";
            case "09" -> "LAST_ACK";
            case "0A" -> "LISTEN";
            default -> code;
        };
    }
}
