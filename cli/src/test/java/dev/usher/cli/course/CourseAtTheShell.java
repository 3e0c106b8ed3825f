package dev.usher.cli.course;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Server;
import dev.usher.cli.Main;
import dev.usher.cli.offer.DataFolder;
import dev.usher.cli.offer.Databases;
import dev.usher.cli.offer.Equipment;
import dev.usher.cli.offer.Offer;
import dev.usher.cli.settings.ListenerSettings;
import dev.usher.services.counter.Counter;
import dev.usher.storage.database.TableLimits;
import dev.usher.storage.telemetry.Retention;

import org.junit.jupiter.api.io.TempDir;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The course's clients as they are typed, and the service that each of them talks with. */
abstract class CourseAtTheShell {
    final StringWriter out = new StringWriter();
    @TempDir Path folder;
    final StringWriter err = new StringWriter();
    final List<String> console = new CopyOnWriteArrayList<>();

    int usher(String typed, String... arguments) {
        return Main.commandLine(new ByteArrayInputStream(typed.getBytes(UTF_8)))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    /** Has this service answer on a port of its own; returns what the client showed. */
    String against(String service, String typed, String... arguments) throws IOException {
        return against(Offer.of(service, "unframed"), typed, arguments);
    }

    String against(Offer offer, String typed, String... arguments) throws IOException {
        var shown = against(0, offer, typed, arguments);
        assertThat(err.toString()).isEmpty();
        return shown;
    }

    String against(int code, Offer offer, String typed, String... arguments) throws IOException {
        try (var equipment =
                        new Equipment(
                                console::add,
                                null,
                                new Counter(),
                                new DataFolder(
                                        folder, dev.usher.services.files.StoreLimits.defaults()),
                                new Databases(
                                        folder,
                                        null,
                                        TableLimits.defaults(),
                                        Retention.defaults(),
                                        event -> {}));
                var server =
                        ListenerSettings.of(offer.name(), offer)
                                .port(0)
                                .listener(equipment)
                                .start()) {
            for (int i = 0; i < arguments.length; i++) {
                arguments[i] = arguments[i].replace("SERVER", address(server));
            }
            assertThat(usher(typed, arguments)).isEqualTo(code);
        }
        return out.toString();
    }

    static String address(Server server) {
        return "127.0.0.1:" + server.port();
    }
}
