package dev.usher.services.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.time.InstantSource;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What devices report, and how it is asked for. */
class TelemetryLinesTest {
    private static final String NOW = "2026-03-02T09:00:00Z";

    @RegisterExtension final ServerExtension servers = new ServerExtension();

    private TestClient client;

    @BeforeEach
    void connect() throws Exception {
        var telemetry =
                new Telemetry(
                        Readings.inMemory(),
                        CommandLog.inMemory(),
                        InstantSource.fixed(Instant.parse(NOW)));
        client = servers.connect(servers.start(telemetry.on(Server.on(0))));
    }

    /** Says everything at once; answers are in their order. */
    private void play(String transcript) throws Exception {
        var spoken = transcript.replace('\'', '"').replace("NOW", NOW).lines().toList();
        client.send(
                spoken.stream()
                        .filter(line -> line.startsWith("C "))
                        .map(line -> line.substring(2) + "\n")
                        .collect(Collectors.joining()));
        var answers =
                spoken.stream()
                        .filter(line -> line.startsWith("S "))
                        .map(line -> line.substring(2))
                        .toList();
        assertThat(client.readLines(answers.size())).isEqualTo(answers);
    }

    @Test
    void whatIsReportedCanBeAskedFor() throws Exception {
        play(
                """
                C report thermo-1 {'temperature':21.5}
                S OK
                C latest thermo-1
                S {'at':'NOW','temperature':21.5}
                C history thermo-1 temperature 10
                S [{'at':'NOW','temperature':21.5}]
                C devices
                S [{'device':'thermo-1','connected':false,'last':'NOW'}]
                """);
    }

    @Test
    void soItIsOverJsonRpc() throws Exception {
        play(
                """
                C {'jsonrpc':'2.0','id':1,'method':'report','params':{'device':'thermo-1','readings':{'temperature':21.5}}}
                S {'jsonrpc':'2.0','id':1,'result':true}
                C {'jsonrpc':'2.0','id':2,'method':'latest','params':['thermo-1']}
                S {'jsonrpc':'2.0','id':2,'result':{'at':'NOW','temperature':21.5}}
                C {'jsonrpc':'2.0','id':3,'method':'history','params':{'device':'thermo-1','field':'temperature','n':10}}
                S {'jsonrpc':'2.0','id':3,'result':[{'at':'NOW','temperature':21.5}]}
                C {'jsonrpc':'2.0','id':4,'method':'devices'}
                S {'jsonrpc':'2.0','id':4,'result':[{'device':'thermo-1','connected':false,'last':'NOW'}]}
                """);
    }

    @Test
    void aReportIsADuplicateOnlyIfTheDeviceGaveTheSameTimeItself() throws Exception {
        play(
                """
                C report a {'n':1}
                S OK
                C report a {'n':1}
                S OK
                C report a {'n':2,'at':'NOW'}
                S OK
                C report a {'n':3} at=2026-03-02T10:00:00+01:00
                S OK
                C history a n
                S [{'at':'NOW','n':1},{'at':'NOW','n':1},{'at':'NOW','n':2}]
                """);
    }

    @Test
    void readingsComeInBatchesAndInAnyOrder() throws Exception {
        play(
                """
                C report a [{'at':'2026-03-02T08:00:03Z','n':3},{'at':'2026-03-02T08:00:01Z','n':1}]
                S OK
                C report a {'at':'2026-03-02T08:00:02.5Z','m':'text','n':2}
                S OK
                C history a n 2
                S [{'at':'2026-03-02T08:00:02.500Z','n':2},{'at':'2026-03-02T08:00:03Z','n':3}]
                C history a m
                S [{'at':'2026-03-02T08:00:02.500Z','m':'text'}]
                C history a * from=2026-03-02T08:00:01Z to=2026-03-02T08:00:03Z
                S [{'at':'2026-03-02T08:00:01Z','n':1},{'at':'2026-03-02T08:00:02.500Z','m':'text','n':2}]
                C latest a
                S {'at':'2026-03-02T08:00:03Z','n':3}
                """);
    }

    @Test
    void aReportIsKeptWholeOrNotAtAll() throws Exception {
        play(
                """
                C report a {'n':1}
                S OK
                C report a [{'n':2},{'n':null}]
                S ERROR invalid n is neither a number nor a text
                C history a n
                S [{'at':'NOW','n':1}]
                """);
    }

    @Test
    void numbersStayExact() throws Exception {
        play(
                """
                C report a {'n':21.50}
                S OK
                C report a {'n':0.1e1,'s':'a \\'b\\' {,}','t':true}
                S OK
                C report a {'n':123456789012345678901234567890.123456789}
                S OK
                C report a {'n':1e-300}
                S OK
                C history a n 3
                S [{'at':'NOW','n':1},{'at':'NOW','n':123456789012345678901234567890.123456789},\
                {'at':'NOW','n':0.%s1}]
                C history a s
                S [{'at':'NOW','s':'a \\'b\\' {,}'}]
                C history a t
                S [{'at':'NOW','t':true}]
                """
                        .formatted("0".repeat(299)));
    }

    @Test
    void numbersAreSummedUpByIntervals() throws Exception {
        play(
                """
                C report a [{'at':'2026-03-02T08:00:10Z','n':1.5},{'at':'2026-03-02T08:00:59Z','n':-2}]
                S OK
                C report a [{'at':'2026-03-02T08:01:00Z','n':'x'},{'at':'2026-03-02T08:02:00Z','n':7}]
                S OK
                C aggregate a n 1m
                S [{'from':'2026-03-02T08:00:00Z','count':2,'min':-2,'max':1.5,'mean':-0.25},\
                {'from':'2026-03-02T08:02:00Z','count':1,'min':7,'max':7,'mean':7}]
                C aggregate a n 1d 1 to=2026-03-02T08:01:00Z
                S [{'from':'2026-03-02T00:00:00Z','count':2,'min':-2,'max':1.5,'mean':-0.25}]
                """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "report * {'n':1}                 | ERROR invalid a device's name is 1 to 64",
                "report a/b {'n':1}               | ERROR invalid a device's name is 1 to 64",
                "report a 21.5                    | ERROR invalid a reading is a JSON object",
                "report a []                      | ERROR invalid a report has 1 to 1000 readings",
                "report a {}                      | ERROR invalid a reading has no field",
                "report a {'n':[1]}               | ERROR invalid n is neither a number nor a text",
                "report a {'a b':1}               | ERROR invalid a field's name is 1 to 64",
                "report a {'n':1e400}             | ERROR invalid n has more than 400 digits",
                "report a {'n':1e-999999999}      | ERROR invalid n has more than 400 digits",
                "report a {'n':1,'at':'yesterday'} | ERROR invalid a time is written like",
                "report a {'n':1,'at':5}          | ERROR invalid at is a time in quotes",
                "report a {'n':1} at=2026-03-03T09:00:01Z | ERROR invalid the time of a reading is",
                "report a {'n':1} at=1999-12-31T23:59:59Z | ERROR invalid the time of a reading is",
                "report a {'n':1} at=2016-12-31T23:59:60Z | ERROR invalid a time is written like",
                "report a [{'n':1}] at=2026-03-02T09:00:00Z | ERROR invalid at= is for one reading",
                "report a {'n':1,'n':2}           | ERROR invalid READINGS names 'n' twice",
                "latest nobody                    | ERROR not-found no device is called nobody",
                "history nobody n                 | ERROR not-found no device is called nobody",
                "history a n 0                    | ERROR invalid N is not 1 to 100000",
                "history a n 100001               | ERROR invalid N is not 1 to 100000",
                "history a n from=x               | ERROR invalid a time is written like",
                "aggregate a n 5                  | ERROR invalid an interval is like",
                "aggregate a n 367d               | ERROR invalid an interval is like",
                "command nobody {}                | ERROR offline no device is called nobody",
                "command a {} within=0            | ERROR invalid within is not 0.001 to 600",
                "watch a/b                        | ERROR invalid a device's name is 1 to 64",
                "ack one                          | ERROR invalid ID is not a number: 'one'",
            })
    void saysWhatIsWrong(String request, String answer) throws Exception {
        client.send(request.replace('\'', '"') + "\n");
        assertThat(client.readLine()).startsWith(answer);
        client.send("devices\n");
        assertThat(client.readLine()).isEqualTo("[]");
    }

    @Test
    void devicesAreListedPageByPage() throws Exception {
        play(
                """
                C report b.1 {'n':1}
                S OK
                C report a {'n':1}
                S OK
                C report b.2 {'n':1}
                S OK
                C devices b limit=1
                S [{'device':'b.1','connected':false,'last':'NOW'}]
                C devices b after=b.1
                S [{'device':'b.2','connected':false,'last':'NOW'}]
                """);
    }

    @Test
    void aHistoryMayBeLong() throws Exception {
        for (int i = 0; i < 101; i++) {
            int hundred = i;
            var readings =
                    IntStream.range(0, 1_000)
                            .mapToObj(n -> "{\"n\":" + (hundred * 1_000 + n) + "}")
                            .collect(Collectors.joining(",", "[", "]"));
            client.send("report a " + readings + "\n");
            assertThat(client.readLine()).isEqualTo("OK");
        }
        client.send("history a n 100000\n");
        var expected =
                IntStream.range(1_000, 101_000)
                        .mapToObj(n -> "{\"at\":\"" + NOW + "\",\"n\":" + n + "}")
                        .collect(Collectors.joining(",", "[", "]"));
        assertThat(client.readLine()).isEqualTo(expected);
    }
}
