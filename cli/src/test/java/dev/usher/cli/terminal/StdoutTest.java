package dev.usher.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

class StdoutTest {
    private final List<IOException> lost = new ArrayList<>();

    @Test
    void whatIsWrittenIsUtf8() {
        var bytes = new ByteArrayOutputStream();
        Stdout.writer(bytes, lost::add).println("∅");
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("∅\n");
        assertThat(lost).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsToldOnce() {
        var full =
                new OutputStream() {
                    @Override
                    public void write(int one) throws IOException {
                        throw new IOException("No space left on device");
                    }
                };
        var out = Stdout.writer(full, lost::add);
        out.println("one");
        out.println("two");
        assertThat(lost).singleElement().asString().contains("No space left on device");
        assertThat(Stdout.isClosed(lost.getFirst())).isFalse();
        assertThat(Stdout.isClosed(new IOException("Broken pipe"))).isTrue();
    }
}
