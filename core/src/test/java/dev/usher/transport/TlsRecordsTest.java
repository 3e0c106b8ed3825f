package dev.usher.transport;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.US_ASCII;

import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TlsRecordsTest {
    private final TlsRecords records = new TlsRecords();

    @Test
    void recordsAreTheSameHoweverTheyAreCut() {
        var wanted = List.of(record(23, 3), record(23, 0), record(21, 2), record(22, 100));
        var all = join(wanted);
        for (int size = 1; size <= all.length; size++) {
            var came = new ArrayList<byte[]>();
            for (int at = 0; at < all.length; at += size) {
                records.add(ByteBuffer.wrap(all, at, Math.min(size, all.length - at)));
                while (records.hasNext()) {
                    came.add(bytes(records.next()));
                }
            }
            assertThat(came).as("in pieces of " + size).containsExactlyElementsOf(wanted);
            assertThat(records.isEmpty()).isTrue();
        }
    }

    @Test
    void theBeginningOfARecordLiesHereUntilItsEndComes() {
        assertThat(records.isEmpty()).isTrue();
        records.add(ByteBuffer.wrap(record(23, 10), 0, 14));
        assertThat(records.hasNext()).isFalse();
        assertThat(records.isEmpty()).isFalse();
        records.add(ByteBuffer.wrap(new byte[1]));
        assertThat(records.isEmpty()).isFalse();
        assertThat(records.hasNext()).isTrue();
        assertThat(bytes(records.next())).isEqualTo(record(23, 10));
        assertThat(records.isEmpty()).isTrue();
    }

    @Test
    void whatIsNoRecordIsNotWaitedFor() {
        var plain = "GET / HTTP/1.1\r\n".getBytes(US_ASCII);
        records.add(ByteBuffer.wrap(plain));
        assertThat(records.hasNext()).isTrue();
        assertThat(bytes(records.next())).isEqualTo(plain);
    }

    @Test
    void aRecordThatWouldBeTooLongIsNotWaitedFor() {
        var begin = Arrays.copyOf(record(23, (16 << 10) + 2049), 7);
        records.add(ByteBuffer.wrap(begin));
        assertThat(records.hasNext()).isTrue();
        assertThat(bytes(records.next())).isEqualTo(begin);
        records.add(ByteBuffer.wrap(record(23, (16 << 10) + 2048), 0, 7));
        assertThat(records.hasNext()).isFalse();
    }

    private static byte[] record(int type, int length) {
        return ByteBuffer.allocate(5 + length)
                .put((byte) type)
                .putShort((short) 0x303)
                .putShort((short) length)
                .array();
    }

    private static byte[] join(List<byte[]> parts) {
        var joined = new ByteArrayOutputStream();
        parts.forEach(joined::writeBytes);
        return joined.toByteArray();
    }

    private static byte[] bytes(ByteBuffer buffer) {
        var bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }
}
