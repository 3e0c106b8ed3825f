package dev.usher.cli.terminal;

import dev.usher.client.TlsMismatchException;

import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** What a failure says to people. */
public final class Sentence {
    private Sentence() {}

    /**
     * Its own, unless it is one of the file system's, of which many say the name of a file only.
     */
    public static String of(Throwable failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsMismatchException mismatch) {
                return withRemedy(String.valueOf(failed.getMessage()), mismatch);
            }
        }
        return switch (failed) {
            case FileSystemException file when file.getReason() != null ->
                    String.valueOf(file.getMessage());
            case NoSuchFileException none -> none.getFile() + ": there is no such file or folder";
            case AccessDeniedException denied -> denied.getFile() + ": not permitted";
            case FileSystemException file -> file.getFile() + ": the system refuses it";
            default -> {
                var message = failed.getMessage();
                yield message == null ? failed.toString() : message;
            }
        };
    }

    private static String withRemedy(String sentence, TlsMismatchException mismatch) {
        var remedy =
                mismatch.serverSpeaks()
                        ? "; speak TLS with --tls or --trust FILE"
                        : "; leave out --tls and --trust";
        return sentence.endsWith(remedy) ? sentence : sentence + remedy;
    }
}
