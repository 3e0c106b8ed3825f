package dev.usher.services.jsonrpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.client.Refusal;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import tools.jackson.databind.json.JsonMapper;

import java.time.Duration;

/** What a client of JSON-RPC takes for a no. */
class RefusalsTest {

    private static @Nullable Refusal of(String json) {
        return Refusals.of(new JsonMapper().readTree(json.replace('\'', '"')));
    }

    private static @Nullable Refusal ofText(String line) {
        var answer = Refusals.ofText(line);
        return answer == null ? null : Refusals.of(answer);
    }

    @Test
    void aResultIsNone() {
        assertThat(of("{'id':1,'result':null}")).isNull();
    }

    @Test
    void aBusyServersAdviceIsTakenInEitherForm() {
        var text = "BUSY retry-after=7 running=3/3 waiting=2/2";
        var busy = new Refusal.Busy("the server is busy: " + text, Duration.ofSeconds(7));
        assertThat(
                        of(
                                "{'id':null,'error':{'code':-32000,'message':'Server busy','data':'"
                                        + text
                                        + "'}}"))
                .isEqualTo(busy);
        assertThat(ofText(text)).isEqualTo(busy);
        assertThat(ofText("BUSY"))
                .isEqualTo(new Refusal.Busy("the server is busy: BUSY", Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"code":-32602,"message":"Invalid params: b is missing"} | invalid | b is missing | false
                    {"code":-32601,"message":"Method not found: x"} | invalid | Method not found: x | false
                    {"code":-32603,"message":"Internal error"} | internal | Internal error | true
                    {"code":-32001,"message":"no turn","data":{"code":"busy"}} | busy | no turn | false
                    {"code":-32001,"message":"too slow","data":{"code":"late"}} | late | too slow | true
                    {"code":-32001,"message":"?","data":{"code":"uncertain"}} | uncertain | ? | true
                    """)
    void anyOtherErrorRejectsOneRequest(
            String error, String code, String message, boolean mayHaveBeenDone) {
        assertThat(of("{'id':1,'error':" + error + "}"))
                .isEqualTo(new Refusal.Rejected(code, message, mayHaveBeenDone));
    }

    @Test
    void anErrorInTextIsOneTooAndOtherTextIsNot() {
        assertThat(ofText("ERROR late first byte took more than 30 s"))
                .isEqualTo(new Refusal.Rejected("late", "first byte took more than 30 s", true));
        assertThat(ofText("ERROR idle")).isEqualTo(new Refusal.Rejected("idle", "", false));
        assertThat(ofText("HTTP/1.1 400 Bad Request")).isNull();
    }
}
