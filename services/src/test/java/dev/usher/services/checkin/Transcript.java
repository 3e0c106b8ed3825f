package dev.usher.services.checkin;

import dev.usher.testkit.TestClient;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What goes over the wire when it is pickle. All of it was written by Python, or is read by it. */
final class Transcript {
    private static final HexFormat HEX = HexFormat.of();

    /** Alice Brown, abrown, 123456789: what {@code pickle.dumps} makes of it in protocol 4. */
    static final byte[] ALICE =
            bytes(
                    "80049548000000000000007d94288c0c73747564656e745f6e616d65948c0b416c6963652042726f"
                        + "776e948c0f6769746875625f757365726e616d65948c066162726f776e948c0373696494"
                        + "4a15cd5b07752e");

    static final String ALICE_ON_THE_CONSOLE =
            "Connected: Student: Alice Brown, Github Username: abrown, sid: 123456789";

    /** Bob Chen, bchen, "s-1", in another order and with another key. */
    static final byte[] BOB =
            bytes(
                    "80049552000000000000007d94288c03736964948c03732d31948c056578747261945d944b01618c"
                        + "0f6769746875625f757365726e616d65948c05626368656e948c0c73747564656e745f6e"
                        + "616d65948c08426f62204368656e94752e");

    static final byte[] ACKNOWLEDGEMENT = bytes("80024b012e");
    static final byte[] NONE = bytes("80024e2e");

    /** A 1, which is no student. */
    static final byte[] ONE = bytes("80044b012e");

    private Transcript() {}

    static byte[] bytes(String hexadecimal) {
        return HEX.parseHex(hexadecimal);
    }

    /** {@code {'clientid': port}} in protocol 2. */
    static byte[] greeting(TestClient client) {
        int port = client.address().getPort();
        return bytes(
                "80027d5808000000636c69656e7469644d%02x%02x732e"
                        .formatted(port & 0xff, port >> Byte.SIZE));
    }

    static byte[] error(String why) {
        var text = "ERROR: " + why;
        var count = "%02x%02x0000".formatted(text.length() & 0xff, text.length() >> Byte.SIZE);
        var ascii = HEX.formatHex(text.getBytes(StandardCharsets.US_ASCII));
        return bytes("800258" + count + ascii + "2e");
    }

    /** A dict of str and str, in protocol 2. */
    static byte[] dict(String... keysAndValues) {
        var items = new StringBuilder();
        for (var text : keysAndValues) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            items.append("58%02x%02x0000".formatted(utf8.length & 0xff, utf8.length >> Byte.SIZE))
                    .append(HEX.formatHex(utf8));
        }
        return bytes("80027d28" + items + "752e");
    }

    static byte[] student(String name, String github, String sid) {
        return dict("student_name", name, "github_username", github, "sid", sid);
    }

    static byte[] join(byte[]... parts) {
        var joined = new StringBuilder();
        for (byte[] part : parts) {
            joined.append(HEX.formatHex(part));
        }
        return bytes(joined.toString());
    }
}
