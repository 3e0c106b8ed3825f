package dev.usher.services.files;

import dev.usher.Call;
import dev.usher.Event;
import dev.usher.FailureException;
import dev.usher.Listener;
import dev.usher.Peer;
import dev.usher.commands.Answer;
import dev.usher.commands.Commands;
import dev.usher.commands.Reply;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps files for clients, who speak lines with it: {@code put}, {@code get}, {@code list}, {@code
 * stat}, {@code delete} and {@code rename}. What is put is answered when it is on the disk.
 *
 * <pre>{@code
 * C put notes.txt 5
 * S OK ready
 * C <5 raw bytes>
 * S OK 5 <sha256>
 * C get notes.txt
 * S OK 5 <sha256>
 * S <5 raw bytes>
 * }</pre>
 *
 * <p>Files of any size pass in pieces, at the pace of the disk and of the client, who must bring or
 * take 64 KiB within a deadline of the listener; there is no deadline for the whole.
 */
public final class Files {
    private static final Commands<FilesRequest> COMMANDS = Commands.of(FilesRequest.class);
    private static final int LISTED = 1_000;

    private final FileStore store;

    /** The files that are being sent, each closed when it is sent or its client is gone. */
    private final Map<Peer, Download> downloads = new ConcurrentHashMap<>();

    /** Files in this store, which stays open. */
    public Files(FileStore store) {
        this.store = Objects.requireNonNull(store);
    }

    /** This listener with files on it. */
    public Listener on(Listener listener) {
        return listener.events(this::tell)
                .serve(COMMANDS.protocol(), COMMANDS.serving(this::answer));
    }

    private Reply answer(FilesRequest request, Call<Answer> call) throws Exception {
        return switch (request) {
            case FilesRequest.Put put -> put(put, call);
            case FilesRequest.Get(var name, var offset) ->
                    get(FileName.of(name), offset.orElse(0L), call);
            case FilesRequest.List(var prefix, var after, var limit) ->
                    list(prefix.orElse(""), after.orElse(""), limit.orElse(LISTED));
            case FilesRequest.Stat(var name) -> {
                var file = store.stat(FileName.of(name), call::renewDeadline);
                var row = row(file.name(), file.size(), file.modified());
                row.put("sha256", file.sha256().hex());
                yield Reply.of(row);
            }
            case FilesRequest.Delete delete -> {
                store.delete(FileName.of(delete.name()), delete.condition());
                yield Reply.ok();
            }
            case FilesRequest.Rename rename -> {
                var to = FileName.of(rename.to());
                store.rename(FileName.of(rename.from()), to, rename.condition());
                yield Reply.ok();
            }
        };
    }

    private Reply list(String prefix, String after, int limit) throws IOException {
        var files = store.list(prefix, after, limit);
        return Reply.of(
                files.stream()
                        .map(file -> row(file.name(), file.size(), file.modified()))
                        .toList());
    }

    private static Map<String, Object> row(FileName name, long size, Instant modified) {
        var row = new LinkedHashMap<String, Object>();
        row.put("name", name.toString());
        row.put("size", size);
        row.put("modified", modified.truncatedTo(ChronoUnit.MILLIS));
        return row;
    }

    private Reply put(FilesRequest.Put put, Call<Answer> call) throws IOException {
        var options = put.options();
        try (var upload = store.put(FileName.of(put.name()), options, call::renewDeadline)) {
            boolean resumed = !(options.start() instanceof PutOptions.Start.Anew);
            var ready = resumed ? "OK ready " + upload.offset() : "OK ready";
            call.outbox().send(Answer.line(ready));
            boolean received = false;
            try {
                Pieces.receive(upload, call);
                received = true;
            } finally {
                if (!received) {
                    call.hangUp(); // the rest is data, and may be long
                }
            }
            call.renewDeadline();
            var file = upload.commit();
            return Reply.of("OK " + file.size() + " " + file.sha256());
        }
    }

    private Reply get(FileName name, long offset, Call<Answer> call)
            throws IOException, InterruptedException {
        var download = store.get(name);
        var peer = call.connection().peer();
        close(downloads.put(peer, download)); // one that was late, and never sent
        if (call.isCancelled()) { // the client may have been told gone before this was here
            close(downloads.remove(peer));
            throw new InterruptedException("nobody waits for the file any more");
        }
        var file = digested(download, call);
        if (offset < 0 || offset > file.size()) {
            close(downloads.remove(peer));
            throw FailureException.rejected(
                    "invalid", "the offset is outside of the file's " + file.size() + " bytes");
        }
        return Reply.bytes(
                "OK " + (file.size() - offset) + " " + file.sha256(),
                output -> {
                    try {
                        Pieces.send(download, offset, output);
                    } finally {
                        close(downloads.remove(peer));
                    }
                });
    }

    private StoredFile digested(Download download, Call<Answer> call) throws IOException {
        boolean found = false;
        try {
            var file = download.file(call::renewDeadline);
            found = true;
            return file;
        } finally {
            if (!found) {
                close(downloads.remove(call.connection().peer()));
            }
        }
    }

    private static void close(@Nullable Download download) {
        if (download != null) {
            try {
                download.close();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }
    }

    private void tell(Event event) {
        if (event instanceof Event.Closed closed) {
            close(downloads.remove(closed.peer()));
        }
    }
}
