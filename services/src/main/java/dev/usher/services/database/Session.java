package dev.usher.services.database;

import dev.usher.Call;
import dev.usher.FailureException;
import dev.usher.commands.Answer;
import dev.usher.commands.Reply;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/**
 * A client's transaction, from its beginning until the client has been told of its end. If one
 * request of it fails, everything is undone, and whatever comes before {@code commit} or {@code
 * rollback} is refused.
 */
final class Session {
    private final Transaction transaction;

    /** Why all was undone, or {@code null} while nothing has failed. */
    private volatile @Nullable String failure;

    Session(Transaction transaction) {
        this.transaction = transaction;
    }

    /** Answers within the transaction. */
    Reply answer(TableRequest request, Call<Answer> call) throws IOException {
        check();
        try {
            var reply =
                    request instanceof TableRequest.Fetch fetch
                            ? list(fetch)
                            : TableService.answer(request, transaction);
            if (call.isCancelled()) { // then that is what the client is told
                abort("a request in it was late");
            }
            return reply;
        } catch (IOException failed) {
            throw abort(failed);
        } catch (RuntimeException defect) {
            throw abort(defect);
        }
    }

    private Reply list(TableRequest.Fetch fetch) {
        return Reply.list(sink -> {
            check();
            try {
                transaction.fetch(fetch.selection(), sink::add);
            } catch (IOException | RuntimeException failed) {
                throw abort(failed);
            }
        });
    }

    private void check() throws FailureException {
        var why = failure;
        if (why != null) {
            throw aborted(why);
        }
    }

    /** Keeps everything, or says that nothing is kept. */
    void commit() throws IOException {
        check();
        transaction.commit();
    }

    /** Undoes everything. */
    void rollback() throws IOException {
        if (failure == null) {
            transaction.rollback();
        }
    }

    /** Refuses a request, which undoes everything. */
    FailureException refuse(String why) {
        return abort(invalid(why));
    }

    private <E extends Exception> E abort(E failed) {
        abort("a request in it failed");
        return failed;
    }

    /** Has everything undone. */
    void abort(String why) {
        if (failure == null) {
            failure = why;
        }
        transaction.close();
    }

    private static FailureException aborted(String why) {
        return FailureException.rejected(
                "aborted", "the transaction was rolled back, since " + why);
    }

    static FailureException invalid(String why) {
        return FailureException.rejected("invalid", why);
    }
}
