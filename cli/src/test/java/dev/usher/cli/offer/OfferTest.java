package dev.usher.cli.offer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Listener;
import dev.usher.cli.settings.ListenerSettings;
import dev.usher.services.counter.Counter;
import dev.usher.storage.database.TableLimits;
import dev.usher.storage.telemetry.Retention;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

class OfferTest {
    @TempDir private Path folder;
    private Equipment equipment;

    @BeforeEach
    void open() {
        equipment =
                new Equipment(
                        line -> {},
                        null,
                        new Counter(),
                        new DataFolder(folder, dev.usher.services.files.StoreLimits.defaults()),
                        new Databases(
                                folder,
                                null,
                                TableLimits.defaults(),
                                Retention.defaults(),
                                event -> {}));
    }

    @AfterEach
    void close() throws IOException {
        equipment.close();
    }

    @Test
    void theUsualPortsAreKnownAndInOrder() {
        assertThat(Offer.ALL)
                .extracting(offer -> offer.service() + " " + offer.protocol() + " " + offer.port())
                .containsExactly(
                        "checkin pickle 12000",
                        "echo lines 12001",
                        "calculator lines 12002",
                        "counter lines 12003",
                        "checkin lines 12004",
                        "files lines 12005",
                        "database lines 12006",
                        "telemetry lines 12007",
                        "files lockstep 12008",
                        "calculator unframed 9998",
                        "echo unframed 9999",
                        "counter unframed 50073");
    }

    @Test
    void noTwoShareAPortOrAName() {
        assertThat(Offer.ALL).extracting(Offer::port).doesNotHaveDuplicates();
        assertThat(Offer.ALL).extracting(Offer::name).doesNotHaveDuplicates();
    }

    @Test
    void everyOneMakesAListenerOfItsName() {
        assertThat(Offer.ALL)
                .allSatisfy(offer ->
                        assertThat(
                                        ListenerSettings.of(offer.name(), offer)
                                                .port(0)
                                                .listener(equipment)
                                                .name())
                                .isEqualTo(offer.name()));
    }

    @Test
    void peopleWhoTypeHaveFiveMinutesToBegin() throws IOException {
        assertThat(firstByte("echo", "lines")).isEqualTo(Duration.ofSeconds(30));
        assertThat(firstByte("echo", "unframed")).isEqualTo(Duration.ofMinutes(5));
        assertThat(firstByte("calculator", "unframed")).isEqualTo(Duration.ofMinutes(5));
        assertThat(firstByte("counter", "unframed")).isEqualTo(Duration.ofMinutes(5));
        assertThat(firstByte("files", "lockstep")).isEqualTo(Duration.ofMinutes(5));
    }

    private Duration firstByte(String service, String protocol) throws IOException {
        return listener(service, protocol).deadlines().firstByte();
    }

    private Listener listener(String service, String protocol) throws IOException {
        var offer = Offer.of(service, protocol);
        return ListenerSettings.of(offer.name(), offer).port(0).listener(equipment);
    }

    @Test
    void whoTransfersFilesMayWaitTenMinutes() throws IOException {
        assertThat(listener("echo", "lines").limits().patience()).isEqualTo(Duration.ofMinutes(1));
        assertThat(listener("files", "lockstep").limits().patience())
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void bothFileServicesShareTheirFolder() throws IOException {
        listener("echo", "lines");
        assertThat(folder).isEmptyDirectory();
        listener("files", "lines");
        listener("files", "lockstep");
        assertThat(folder.resolve("files")).isDirectory();
    }
}
