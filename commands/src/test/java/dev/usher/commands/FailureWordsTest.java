package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.CloseReason;
import dev.usher.Codec;
import dev.usher.Failure;
import dev.usher.Occupancy;
import dev.usher.Peer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.Stream;

/** The words for every failure, in both dialects. */
class FailureWordsTest {

    /** A failure, the line that tells it, and the error that does. */
    record Told(Failure failure, String line, String error) {}

    static Stream<Told> everyFailure() {
        var busy = "BUSY retry-after=2 running=3/3 waiting=2/2";
        var draining = "BUSY retry-after=2 draining";
        return Stream.of(
                new Told(
                        new Failure.Busy(
                                Failure.Full.EVERYTHING_TAKEN,
                                new Occupancy(3, 3, 2, 2),
                                Duration.ofSeconds(2)),
                        busy,
                        "{\"code\":-32000,\"message\":\"Server busy\",\"data\":\"" + busy + "\"}"),
                new Told(
                        new Failure.Draining(Duration.ofSeconds(2)),
                        draining,
                        "{\"code\":-32000,\"message\":\"Server draining\",\"data\":\""
                                + draining
                                + "\"}"),
                told(
                        new Failure.Late(Failure.Wait.REQUEST, Duration.ofSeconds(30)),
                        "late",
                        "whole request took more than 30 s"),
                told(new Failure.TooLong(65536), "too-long", "a request may have 65536 bytes"),
                told(new Failure.Malformed("not UTF-8"), "malformed", "not UTF-8"),
                told(new Failure.CutShort(), "cut-short", "the last request has no end"),
                told(new Failure.Rejected("offline", "no \"x\""), "offline", "no \"x\""),
                new Told(
                        new Failure.Crashed(),
                        "ERROR internal the server failed at this request",
                        "{\"code\":-32603,\"message\":\"Internal error\"}"));
    }

    private static Told told(Failure failure, String code, String message) {
        return new Told(
                failure,
                "ERROR " + code + " " + message,
                "{\"code\":-32001,\"message\":\""
                        + message.replace("\"", "\\\"")
                        + "\",\"data\":{\"code\":\""
                        + code
                        + "\"}}");
    }

    @ParameterizedTest
    @MethodSource("everyFailure")
    void everyFailureIsToldInBothDialects(Told told) {
        assertThat(words(told.failure(), "add 1")).isEqualTo(told.line());
        assertThat(words(told.failure(), "{\"json"))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":" + told.error() + "}");
    }

    @Test
    void whoIsGoneIsToldNothing() {
        var codec = codec();
        var lost = new Failure.Lost(CloseReason.CLIENT_LOST);
        assertThat(codec.failure(lost, bytes(""))).isNull();
        assertThat(codec.failure(lost, new Blank<>())).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            quoteCharacter = '\0',
            value = {
                "{|true",
                "[|true",
                " \t {|true",
                "\n\r\n[|true",
                "|false",
                " |false",
                "x{|false",
                "\"{|false"
            })
    void theFirstBytesShowTheDialect(String unread, boolean json) {
        var unreadBytes = unread == null ? "" : unread;
        assertThat(words(new Failure.CutShort(), unreadBytes).startsWith("{")).isEqualTo(json);
    }

    private static String words(Failure failure, String unread) {
        var words = codec().failure(failure, bytes(unread));
        return words == null ? "" : words.line().orElseThrow();
    }

    private static Codec<Request<Workshop>, Answer> codec() {
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        return Workshop.COMMANDS.protocol().codec(new Peer(1, "workshop", address, address));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }
}
