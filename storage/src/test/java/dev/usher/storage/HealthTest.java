package dev.usher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class HealthTest {
    private final List<String> told = new ArrayList<>();
    private final Health writing =
            new Health(
                    DatabaseSettings.inFile(Path.of("usher.db"))
                            .events(event -> told.add(event.getClass().getSimpleName())));
    private final Health reading = writing.ofReaders();

    @Test
    void aFailureIsToldOnceAndItsEndToo() {
        writing.works();
        writing.failed(new IOException("full"));
        writing.failed(new IOException("full"));
        reading.failed(new IOException("full"));
        assertThat(told).containsExactly("Failed");
        writing.works();
        reading.works();
        assertThat(told).containsExactly("Failed", "Recovered");
    }

    @Test
    void whatCanBeReadButNotWrittenFails() {
        writing.failed(new IOException("full"));
        reading.works();
        writing.failed(new IOException("full"));
        reading.works();
        assertThat(told).containsExactly("Failed");
    }

    @Test
    void whatCanBeReadAgainWorks() {
        reading.failed(new IOException("lost"));
        reading.works();
        assertThat(told).containsExactly("Failed", "Recovered");
    }
}
