import dev.usher.Server;
import dev.usher.protocol.Frames;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * A binary protocol: four bytes of length, big-endian, then the payload. The answer to each frame
 * is a frame with its CRC-32C.
 *
 * <pre>{@code printf '\0\0\0\005hello' | nc -q1 127.0.0.1 7002 | xxd }</pre>
 */
void main() throws Exception {
    try (var server = Server.on(7002).answer(Frames.int32(), this::checksum).start()) {
        server.join();
    }
}

byte[] checksum(byte[] payload) {
    var crc = new CRC32C();
    crc.update(payload);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
}
