package dev.usher.services.files.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.usher.Event;
import dev.usher.services.files.Condition;
import dev.usher.services.files.PutOptions;
import dev.usher.services.files.Sha256;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.util.ArrayList;

/** What a client asks for, and what it is refused. */
@Timeout(120)
class FilesClientTest extends ServedFiles {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_536, 5_000_000})
    void whatIsPutIsWhatIsGot(int length) throws Exception {
        var content = random(length);
        var sent = file("sent", content);
        var receipt = client.put(name("a/file"), sent);
        assertThat(receipt)
                .isEqualTo(new Receipt(name("a/file"), length, FilesClient.digest(sent)));
        assertThat(get("a/file", "got")).isEqualTo(receipt);
        assertThat(here.resolve("got")).hasBinaryContent(content);
        assertThat(here()).containsExactly("got", "sent");
        assertThat(client.stat(name("a/file")).sha256()).isEqualTo(receipt.sha256());
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "if-absent", "after=x", "q\"uote", "漢 é.txt", "{}", "[1]"})
    void everyNameIsPossible(String name) throws Exception {
        put(name, "hello");
        assertThat(get(name, "got").size()).isEqualTo(5);
        client.rename(name(name), name("b/" + name), Condition.ifAbsent());
        var listed = new ArrayList<String>();
        client.list("b/" + name, file -> listed.add(file.name().toString()));
        assertThat(listed).containsExactly("b/" + name);
        client.delete(name("b/" + name), Condition.always());
        assertThatThrownBy(() -> client.stat(name("b/" + name)))
                .isInstanceOf(FilesException.Refused.class);
    }

    @Test
    void listsAllPages() throws Exception {
        var expected = new ArrayList<String>();
        for (int i = 0; i < 600; i++) {
            var name = "n/%04d".formatted(i);
            put(name, "");
            expected.add(name);
        }
        put("other", "");
        var listed = new ArrayList<String>();
        client.list("n/", file -> listed.add(file.name().toString()));
        assertThat(listed).isEqualTo(expected);
        client.list("none", file -> listed.add("none"));
        assertThat(listed).isEqualTo(expected);
    }

    private static void assertRefused(String code, ThrowingCallable call) {
        var refused = catchThrowableOfType(FilesException.Refused.class, call);
        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.mayPass()).isFalse();
    }

    @Test
    void whatIsRefusedIsTypedAndTheConnectionGoesOn() throws Exception {
        put("a", "hello");
        var other = Condition.ifMatch(Sha256.of("jello"));
        var one = PutOptions.ofSize(1);
        var bytes = new ByteArrayInputStream(new byte[1]);
        assertRefused("not-found", () -> get("none", "none"));
        assertRefused("not-found", () -> client.stat(name("none")));
        assertRefused("not-found", () -> client.delete(name("none"), Condition.always()));
        assertRefused(
                "exists",
                () ->
                        client.put(
                                name("a"),
                                one.condition(Condition.ifAbsent()),
                                bytes,
                                Progress.UNWATCHED));
        assertRefused(
                "changed",
                () -> client.put(name("a"), one.condition(other), bytes, Progress.UNWATCHED));
        assertRefused("changed", () -> client.delete(name("a"), other));
        assertRefused("exists", () -> client.rename(name("a"), name("a"), Condition.ifAbsent()));
        assertRefused(
                "too-large",
                () ->
                        client.put(
                                name("b"),
                                PutOptions.ofSize(60_000_000),
                                bytes,
                                Progress.UNWATCHED));
        client.put(
                name("a"),
                one.condition(Condition.ifMatch(Sha256.of("hello"))),
                bytes,
                Progress.UNWATCHED);
        assertThat(client.stat(name("a")).size()).isEqualTo(1);
        assertThat(servers.events().of(Event.Running.class)).hasSize(1);
    }

    @Test
    void bytesThatHaveNotTheDigestAreRefused() throws Exception {
        var options = PutOptions.ofSize(5).sha256(Sha256.of("hello"));
        assertRefused(
                "mismatch",
                () ->
                        client.put(
                                name("a"),
                                options,
                                new ByteArrayInputStream("jello".getBytes(UTF_8)),
                                Progress.UNWATCHED));
        assertRefused("not-found", () -> client.stat(name("a")));
    }

    @Test
    void aFileThatBecomesShorterIsNotPut() throws Exception {
        assertThatThrownBy(() ->
                        client.put(
                                name("a"),
                                PutOptions.ofSize(6),
                                new ByteArrayInputStream("hello".getBytes(UTF_8)),
                                Progress.UNWATCHED))
                .isInstanceOf(EOFException.class);
        assertRefused("not-found", () -> client.stat(name("a")));
    }
}
