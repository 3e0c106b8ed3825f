package dev.usher.services.files.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.services.files.Sha256;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;

/** What a download does with the file that it is to become. */
@Timeout(120)
class DownloadsTest extends ServedFiles {
    @Test
    void aFileThatIsThereIsKeptUnlessItMayBeReplaced() throws Exception {
        put("a", "hello");
        var there = file("there", random(3));
        assertThatThrownBy(() -> get("a", "there"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessage(there + ": is there already");
        assertThat(there).hasBinaryContent(random(3));
        client.get(name("a"), there, Existing.REPLACE, Progress.UNWATCHED);
        assertThat(there).hasContent("hello");
        assertThatThrownBy(() -> get("a", "none/there")).isInstanceOf(NoSuchFileException.class);
        assertThat(here()).containsExactly("there");
        get("a", "again");
        assertThat(here.resolve("again")).hasContent("hello");
    }

    @Test
    void aFileThatComesMeanwhileIsKept() throws Exception {
        put("a", "hello");
        assertThatThrownBy(() ->
                        client.get(
                                name("a"),
                                here.resolve("there"),
                                Existing.KEEP,
                                (offset, _) -> {
                                    if (offset == 5) {
                                        plant("there");
                                    }
                                }))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(here.resolve("there")).isEmptyFile();
    }

    private void plant(String name) {
        try {
            file(name, new byte[0]);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    @Test
    void oneDownloadOfAFileAtATime() throws Exception {
        put("a", "hello");
        var parts = new Parts(here.resolve("got"));
        var other = parts.open(Sha256.of("hello"));
        assertThatThrownBy(() -> get("a", "got"))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContaining("is being downloaded");
        other.close();
        get("a", "got");
        assertThat(here()).containsExactly("got");
    }

    @Test
    void aFileThatSharesItsBytesWithAPartIsNotWrittenTo() throws Exception {
        var content = random(300_000);
        var there = file("there", content);
        var receipt = client.put(name("a"), there);
        var other = java.nio.file.Files.createDirectory(here.resolve("other")).resolve("there");
        var parts = new Parts(there);
        parts.open(receipt.sha256()).close();
        // As who was killed between giving it the one name and taking away the other.
        java.nio.file.Files.createLink(parts.path(receipt.sha256()), there);
        java.nio.file.Files.createLink(other, there);
        client.get(
                name("a"),
                there,
                Existing.REPLACE,
                (_, _) -> assertThat(other).hasBinaryContent(content));
        assertThat(here()).containsExactly("other", "there");
        assertThat(java.nio.file.Files.isSameFile(there, other)).isFalse();
        assertThat(other).hasBinaryContent(content);
    }
}
