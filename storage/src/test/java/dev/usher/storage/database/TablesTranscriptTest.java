package dev.usher.storage.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Server;
import dev.usher.services.database.TableService;
import dev.usher.storage.TestEngine;
import dev.usher.testkit.ServerExtension;
import dev.usher.testkit.TestClient;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;

/** What clients say and are told, the same in both databases. */
@ParameterizedClass
@EnumSource(TestEngine.class)
@Timeout(120)
class TablesTranscriptTest {
    @RegisterExtension final ServerExtension servers = new ServerExtension();

    @TempDir private Path folder;
    @Parameter private TestEngine engine;

    private SqlTables tables;
    private Server server;

    @BeforeEach
    void open() throws Exception {
        tables = SqlTables.open(engine.settings(folder));
        server = servers.start(new TableService(tables).on(Server.on(0)));
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        tables.close();
    }

    /** Sends the lines that begin with C, and expects the others. */
    private void play(String transcript) throws IOException {
        var options = TestClient.to(server).timeout(Duration.ofSeconds(60));
        try (var client = servers.connect(options)) {
            for (var line : transcript.lines().toList()) {
                if (line.startsWith("C ")) {
                    client.send(line.substring(2) + "\n");
                } else if (line.startsWith("S ")) {
                    assertThat(client.readLine()).as(transcript).isEqualTo(line.substring(2));
                }
            }
        }
    }

    @Test
    void theContractHolds() throws Exception {
        play(
                """
                C create students name:text sid:integer
                S OK
                C insert students {"name":"Alice","sid":1}
                S OK 1
                C fetch students {"sid":1}
                S [{"id":1,"name":"Alice","sid":1}]
                C update students {"sid":1} {"name":"Alicia"}
                S OK 1
                C fetch students
                S [{"id":1,"name":"Alicia","sid":1}]
                C delete students {"sid":1}
                S OK 1
                C tables
                S ["students"]
                C query select count(*) as n from students
                S [{"n":0}]
                C drop students
                S OK
                C tables
                S []
                """);
    }

    @Test
    void theContractHoldsOverJsonRpc() throws Exception {
        play(
                """
                C {"jsonrpc":"2.0","id":1,"method":"create","params":["students","name:text sid:integer"]}
                S {"jsonrpc":"2.0","id":1,"result":true}
                C {"jsonrpc":"2.0","id":2,"method":"insert","params":{"table":"students","rows":{"name":"Alice","sid":1}}}
                S {"jsonrpc":"2.0","id":2,"result":1}
                C {"jsonrpc":"2.0","id":3,"method":"insert","params":{"table":"students","rows":[{"sid":2},{"sid":3}]}}
                S {"jsonrpc":"2.0","id":3,"result":[2,3]}
                C {"jsonrpc":"2.0","id":4,"method":"fetch","params":{"table":"students","filter":{"sid":1}}}
                S {"jsonrpc":"2.0","id":4,"result":[{"id":1,"name":"Alice","sid":1}]}
                C {"jsonrpc":"2.0","id":5,"method":"update","params":["students",{"sid":1},{"name":"Alicia"}]}
                S {"jsonrpc":"2.0","id":5,"result":1}
                C {"jsonrpc":"2.0","id":6,"method":"delete","params":["students",{"sid":1}]}
                S {"jsonrpc":"2.0","id":6,"result":1}
                C {"jsonrpc":"2.0","id":7,"method":"tables"}
                S {"jsonrpc":"2.0","id":7,"result":["students"]}
                C {"jsonrpc":"2.0","id":8,"method":"query","params":["select count(*) as n from students"]}
                S {"jsonrpc":"2.0","id":8,"result":[{"n":2}]}
                C {"jsonrpc":"2.0","id":9,"method":"describe","params":["nothing"]}
                S {"jsonrpc":"2.0","id":9,"error":{"code":-32001,"message":"there is no table nothing","data":{"code":"unknown-table"}}}
                """);
    }

    /** The transcript in docs/protocol.md, so that it stays true. */
    @Test
    void theProtocolPageIsRight() throws Exception {
        var page = Files.readString(Path.of("../docs/protocol.md"));
        int section = page.indexOf("\n## database\n");
        assertThat(section).isPositive();
        var text = page.substring(section, page.indexOf("\n## ", section + 4));
        int played = 0;
        for (int at = text.indexOf("```\nC "); at >= 0; at = text.indexOf("```\nC ", at + 1)) {
            play(text.substring(at + 4, text.indexOf("\n```", at)));
            played++;
        }
        assertThat(played).isGreaterThan(2);
    }

    @Test
    void everyTypeIsKeptAsItIs() throws Exception {
        play(
                """
                C create things t:text i:integer d:decimal r:real b:boolean m:timestamp j:json
                S OK
                C insert things {"t":"ä😀\\"';--","i":9223372036854775807,"d":"12345678901234567890.12345678901234567890","r":0.1,"b":true,"m":"2026-11-21T09:30:00.123456+01:00","j":{"b":[1,2.50,null],"a":"x"}}
                S OK 1
                C insert things {"i":-9223372036854775808,"d":-0.00,"r":-1e300,"b":false,"m":"0001-01-01T00:00:00Z","j":[]}
                S OK 2
                C insert things {}
                S OK 3
                C fetch things {"id":1}
                S [{"id":1,"t":"ä😀\\"';--","i":9223372036854775807,"d":12345678901234567890.1234567890123456789,"r":0.1,"b":true,"m":"2026-11-21T08:30:00.123456Z","j":{"b":[1,2.50,null],"a":"x"}}]
                C fetch things {"id":2} columns=i,d,b,m,j
                S [{"i":-9223372036854775808,"d":0,"b":false,"m":"0001-01-01T00:00:00Z","j":[]}]
                C insert things {"j":{"nul":"\\u0000"}}
                S OK 4
                C fetch things {"id":4} columns=j
                S [{"j":{"nul":"\\u0000"}}]
                C fetch things {"id":3}
                S [{"id":3,"t":null,"i":null,"d":null,"r":null,"b":null,"m":null,"j":null}]
                C query select t, i, d, r, b, m, j from things where id = 1
                S [{"t":"ä😀\\"';--","i":9223372036854775807,"d":12345678901234567890.1234567890123456789,"r":0.1,"b":true,"m":"2026-11-21T08:30:00.123456Z","j":{"b":[1,2.50,null],"a":"x"}}]
                """);
    }

    @Test
    void decimalsAreComparedAsNumbers() throws Exception {
        play(
                """
                C create prices price:decimal:unique
                S OK
                C insert prices [{"price":10},{"price":9.5},{"price":"-100000000000000000000.5"},{"price":"100000000000000000000.5"},{"price":"100000000000000000000.6"}]
                S OK 1 2 3 4 5
                C fetch prices order=price columns=price
                S [{"price":-100000000000000000000.5},{"price":9.5},{"price":10},{"price":100000000000000000000.5},{"price":100000000000000000000.6}]
                C fetch prices {"price":{">":9.5,"<=":"100000000000000000000.50"}} order=-price columns=price
                S [{"price":100000000000000000000.5},{"price":10}]
                C insert prices {"price":10.0}
                S ERROR duplicate another row has this value of price already
                """);
    }

    @Test
    void filtersCompareAndSort() throws Exception {
        play(
                """
                C create c name:text n:integer at:timestamp ok:boolean
                S OK
                C insert c [{"name":"b","n":2,"ok":true},{"name":"a","n":1,"ok":false},{"name":"B","n":3},{"n":4,"at":"2026-01-01T00:00:00Z"}]
                S OK 1 2 3 4
                C fetch c order=name columns=name
                S [{"name":"B"},{"name":"a"},{"name":"b"},{"name":null}]
                C fetch c order=-name,id columns=id
                S [{"id":4},{"id":1},{"id":2},{"id":3}]
                C fetch c {"n":{">=":2,"!=":3}} columns=n
                S [{"n":2},{"n":4}]
                C fetch c {"name":{"!=":"a"}} columns=n
                S [{"n":2},{"n":3},{"n":4}]
                C fetch c {"name":null} columns=n
                S [{"n":4}]
                C fetch c {"name":{"!=":null},"n":[1,2,9]} columns=n order=-n
                S [{"n":2},{"n":1}]
                C fetch c {"n":[]}
                S []
                C fetch c {"ok":true} columns=n
                S [{"n":2}]
                C fetch c {"at":{"<":"2026-06-01T00:00:00+02:00"}} columns=n
                S [{"n":4}]
                C fetch c limit=2 offset=1 columns=n
                S [{"n":1},{"n":3}]
                C fetch c after=2 limit=1 columns=id
                S [{"id":3}]
                C update c {"n":{"<":3}} {"name":"x","ok":null}
                S OK 2
                C delete c {}
                S OK 4
                """);
    }

    @Test
    void whatIsWrongIsSaidAndDoesNothing() throws Exception {
        play(
                """
                C create students name:text:required sid:integer:required:unique grade:decimal
                S OK
                C describe students
                S [{"column":"id","type":"integer","required":true,"unique":true},{"column":"name","type":"text","required":true,"unique":false},{"column":"sid","type":"integer","required":true,"unique":true},{"column":"grade","type":"decimal","required":false,"unique":false}]
                C create students name:text
                S ERROR exists there is a table students already
                C insert students {"name":"Alice","sid":1}
                S OK 1
                C insert students [{"name":"Bob","sid":2},{"name":"Carl","sid":1}]
                S ERROR duplicate another row has this value of sid already
                C insert students [{"name":"Bob","sid":2},{"sid":3}]
                S ERROR required name cannot be without a value
                C insert students {"name":"Bob","sid":"two"}
                S ERROR invalid sid is not a number
                C insert students {"name":"Bob","sid":1.5}
                S ERROR invalid sid is not a whole number of 64 bits
                C insert students {"name":"Bob","sid":9223372036854775808}
                S ERROR invalid sid is not a whole number of 64 bits
                C insert students {"name":7,"sid":2}
                S ERROR invalid name is not a string
                C insert students {"name":"a\\u0000b","sid":2}
                S ERROR invalid name holds the character NUL, which cannot be kept
                C insert students {"name":"\\ud800","sid":2}
                S ERROR invalid name holds half of a character
                C insert students {"name":"Bob","sid":2,"age":3}
                S ERROR unknown-column students has no column age
                C insert teachers {"name":"Bob"}
                S ERROR unknown-table there is no table teachers
                C update students {"sid":1} {"name":null}
                S ERROR required name cannot be without a value
                C fetch students {"age":1}
                S ERROR unknown-column students has no column age
                C fetch students columns=age
                S ERROR unknown-column students has no column age
                C drop teachers
                S ERROR unknown-table there is no table teachers
                C fetch students columns=id,name,sid
                S [{"id":1,"name":"Alice","sid":1}]
                """);
    }

    /** Longer ones do not fit into an index of PostgreSQL's, if they cannot be compressed. */
    @Test
    void whatIsUniqueIsNotTooLong() throws Exception {
        var random = new Random(7);
        var longest = new StringBuilder();
        while (longest.length() < 2_600) {
            longest.append((char) ('a' + random.nextInt(26)));
        }
        play(
                """
                C create words w:text:unique
                S OK
                C insert words {"w":"%1$s"}
                S OK 1
                C insert words {"w":"%1$s!"}
                S ERROR invalid w has more than 2600 bytes, which what is unique must not
                C update words {} {"w":"%1$s!"}
                S ERROR invalid w has more than 2600 bytes, which what is unique must not
                C fetch words {"w":"%1$s!"}
                S []
                C fetch words {"w":"%1$s"} columns=id
                S [{"id":1}]
                """
                        .formatted(longest));
    }

    @Test
    void aTransactionIsKeptOrNot() throws Exception {
        play(
                """
                C create accounts owner:text:unique cents:integer
                S OK
                C insert accounts [{"owner":"a","cents":100},{"owner":"b","cents":0}]
                S OK 1 2
                C begin
                S OK
                C update accounts {"owner":"a"} {"cents":40}
                S OK 1
                C update accounts {"owner":"b"} {"cents":60}
                S OK 1
                C fetch accounts columns=cents
                S [{"cents":40},{"cents":60}]
                C rollback
                S OK
                C fetch accounts columns=cents
                S [{"cents":100},{"cents":0}]
                C begin
                S OK
                C update accounts {"owner":"a"} {"cents":40}
                S OK 1
                C commit
                S OK
                C fetch accounts columns=cents
                S [{"cents":40},{"cents":0}]
                C commit
                S ERROR invalid there is no transaction to commit
                """);
    }

    @Test
    void whateverFailsInATransactionUndoesAllOfIt() throws Exception {
        play(
                """
                C create a n:integer:unique
                S OK
                C begin
                S OK
                C insert a {"n":1}
                S OK 1
                C insert a {"n":1}
                S ERROR duplicate another row has this value of n already
                C insert a {"n":2}
                S ERROR aborted the transaction was rolled back, since a request in it failed
                C commit
                S ERROR aborted the transaction was rolled back, since a request in it failed
                C fetch a
                S []
                C begin
                S OK
                C insert a {"n":5}
                """);
        play(
                """
                C fetch a
                S []
                C begin
                S OK
                C insert a [{"n":1},{"n":2}
                S ERROR invalid ROWS is not a JSON value: '[{"n":1},{"n":2}' (usage: insert TABLE ROWS)
                C insert a {"n":3}
                S ERROR aborted the transaction was rolled back, since a request in it was not understood
                C rollback
                S OK
                C begin
                S OK
                C begin
                S ERROR invalid a transaction has begun already
                C rollback
                S OK
                C begin
                S OK
                C query select 1 as n
                S ERROR invalid query goes with no transaction: use fetch, or commit
                C rollback
                S OK
                C fetch a
                S []
                """);
    }
}
