package dev.usher.cli.load;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;

/**
 * How much of the machine this program has taken, and all programs together, from the moment at
 * which this was made.
 */
final class SelfCheck {
    private final OperatingSystemMXBean system =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private final long began = System.nanoTime();
    private final long cpuBefore = system.getProcessCpuTime();

    SelfCheck() {
        system.getCpuLoad(); // the next time, it is the load since this time
    }

    /** What is known by now. */
    LoadFigures.Processors end(InetAddress server) {
        var time = Duration.ofNanos(System.nanoTime() - began);
        int count = Runtime.getRuntime().availableProcessors();
        double own = (double) (system.getProcessCpuTime() - cpuBefore) / time.toNanos() / count;
        double all = system.getCpuLoad();
        return new LoadFigures.Processors(
                count, Math.min(own, 1), Math.max(all, Math.min(own, 1)), isHere(server));
    }

    private static boolean isHere(InetAddress server) {
        try {
            return server.isLoopbackAddress() || NetworkInterface.getByInetAddress(server) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }
}
