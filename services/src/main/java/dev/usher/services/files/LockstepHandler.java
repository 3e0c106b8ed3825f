package dev.usher.services.files;

import dev.usher.ClientHandler;
import dev.usher.Connection;
import dev.usher.Failure;
import dev.usher.FailureException;
import dev.usher.services.files.LockstepRequest.Delete;
import dev.usher.services.files.LockstepRequest.Get;
import dev.usher.services.files.LockstepRequest.Put;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Transfers one file for one client, step by step: each side waits for the other's word. Belongs to
 * this client.
 */
final class LockstepHandler implements ClientHandler {
    private static final String READY = "READY";
    private static final String OK = "OK";
    private static final String DONE = "DONE";
    private static final int PIECE = 64 * 1024;

    private final FileStore store;
    private final LockstepConsole console;
    private @Nullable LockstepSteps steps;

    /** Whether words would be taken for a part of a file, or would be some too many. */
    private boolean mute;

    LockstepHandler(FileStore store, LockstepConsole console) {
        this.store = store;
        this.console = console;
    }

    @Override
    public void handle(Connection connection) throws Exception {
        var told = new LockstepSteps(connection);
        steps = told;
        told.send(READY);
        var step = connection.listener().deadlines().request();
        var reader = new LockstepReader(connection.input(), step);
        var command = reader.command();
        if (command != null) {
            console.requested(command);
            try (var _ = connection.begin()) {
                serve(LockstepRequest.of(command), reader, told, step);
            }
        }
    }

    private void serve(
            LockstepRequest request, LockstepReader reader, LockstepSteps told, Duration step)
            throws IOException, InterruptedException {
        try {
            switch (request) {
                case Get get -> send(get, reader, told);
                case Put put -> receive(put, reader, told, new LockstepPace(step));
                case Delete delete -> delete(delete);
            }
        } catch (IOException no) {
            boolean isClients = isOfTheClient(no);
            if (!mute && !isClients) {
                told.send(error(request.refusal()));
            }
            if (isClients || !isRefusal(no)) { // a disk that fails is a matter of the operator's
                mute |= !isClients;
                throw no;
            }
            return;
        }
        told.send(DONE);
    }

    /** Whether it is the connection that failed, or its client. */
    private static boolean isOfTheClient(IOException thrown) {
        return thrown instanceof FailureException && !isRefusal(thrown);
    }

    /** Whether it is the store that says no. */
    private static boolean isRefusal(IOException thrown) {
        return thrown instanceof FailureException no && no.failure() instanceof Failure.Rejected;
    }

    private void send(Get get, LockstepReader reader, LockstepSteps told)
            throws IOException, InterruptedException {
        try (var download = store.get(FileName.of(get.name()))) {
            long size = download.size();
            told.send(OK);
            reader.goOn();
            console.sends(size);
            told.send(size);
            reader.goOn();
            mute = true;
            told.begin();
            var piece = ByteBuffer.allocate((int) Math.min(size, PIECE));
            for (long sent = 0; sent < size; sent += piece.limit()) {
                piece.clear().limit((int) Math.min(size - sent, PIECE));
                if (download.read(sent, piece) < piece.limit()) {
                    throw new IOException("a file has become shorter while it was sent");
                }
                told.write(piece.flip());
            }
            told.end();
            mute = false;
        }
    }

    private void receive(Put put, LockstepReader reader, LockstepSteps told, LockstepPace pace)
            throws IOException, InterruptedException {
        var name = FileName.of(put.name());
        told.send(OK);
        // A silent client may never put an empty file in the place of another one.
        boolean silent = !exists(put.name()) && reader.isSilent();
        if (silent) {
            told.send(OK);
            if (reader.isSilent()) {
                create(name);
                return;
            }
        }
        var size = reader.size();
        boolean doubtful = size.isDoubtful();
        if (doubtful) {
            if (!silent) {
                told.send(OK);
            }
            size = reader.settled(size);
        }
        try (var upload = store.put(name, PutOptions.ofSize(size.bytes()))) {
            console.receives(size.bytes());
            if (!doubtful && !silent) {
                told.send(OK);
            }
            receive(upload, size, reader, pace);
            upload.commit();
        }
    }

    private void create(FileName name) throws IOException {
        var empty = PutOptions.ofSize(0).condition(Condition.ifAbsent());
        try (var upload = store.put(name, empty)) {
            console.receives(0);
            upload.commit();
        }
    }

    private static void receive(
            Upload upload, LockstepSize size, LockstepReader reader, LockstepPace pace)
            throws IOException {
        if (size.only() != null) {
            upload.write(ByteBuffer.wrap(new byte[] {size.only()}));
            return;
        }
        var piece = ByteBuffer.allocate((int) Math.min(size.bytes(), PIECE));
        for (long left = size.bytes(); left > 0; ) {
            piece.clear().limit((int) Math.min(left, PIECE));
            reader.fill(piece, pace);
            left -= piece.limit();
            try {
                upload.write(piece.flip());
            } catch (IOException no) {
                upload.close(); // before the rest comes, which may take long
                reader.drop(left, pace); // since who sends does not listen
                throw no;
            }
        }
    }

    private void delete(Delete delete) throws IOException {
        var once = delete.once();
        var name = FileName.of(once == null || exists(delete.name()) ? delete.name() : once);
        console.deletes(name);
        store.delete(name, Condition.always());
    }

    private boolean exists(String name) throws IOException {
        try (var _ = store.get(FileName.of(name))) {
            return true;
        } catch (FailureException no) {
            return false;
        }
    }

    @Override
    public void refuse(Failure failure, Connection connection) throws IOException {
        var words = words(failure);
        if (words == null || mute) {
            return;
        }
        try {
            (steps == null ? new LockstepSteps(connection) : steps).send(words);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static @Nullable String words(Failure failure) {
        return switch (failure) {
            case Failure.Busy _, Failure.Draining _ -> error("server busy");
            case Failure.Late late -> error("late, " + late.message());
            case Failure.Lost _ -> null;
            default -> error(failure.message());
        };
    }

    private static String error(String why) {
        return "ERROR: " + why;
    }
}
