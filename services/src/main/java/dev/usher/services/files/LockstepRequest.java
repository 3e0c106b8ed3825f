package dev.usher.services.files;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.util.List;

/** What a client in lockstep asks for. */
sealed interface LockstepRequest {

    /** The name that it gave. */
    String name();

    /** What it is told if it cannot have that. */
    String refusal();

    /** To be sent this file. */
    record Get(String name) implements LockstepRequest {
        @Override
        public String refusal() {
            return name + " does not exist";
        }
    }

    /** To send this file. */
    record Put(String name) implements LockstepRequest {
        @Override
        public String refusal() {
            return "unable to create file " + name;
        }
    }

    /** To have this file deleted. */
    record Delete(String name) implements LockstepRequest {
        @Override
        public String refusal() {
            return "unable to delete " + name;
        }

        /**
         * The name, if the client has sent the same command twice and both came together; {@code
         * null} if it does not look so.
         */
        @Nullable String once() {
            var half = name.substring(0, Math.max(0, name.length() - DELETE.length()) / 2);
            return !half.isEmpty() && name.equals(half + DELETE + half) ? half : null;
        }
    }

    /** How the command begins that {@link Delete} is made of. */
    String DELETE = "DEL ";

    /** How commands begin; all alike in length. */
    List<String> VERBS = List.of("GET ", "PUT ", DELETE);

    /** Whether this is a command's beginning that names nothing yet. */
    static boolean isBeginning(ByteArrayOutputStream sent) {
        return sent.size() <= DELETE.length()
                && VERBS.stream().anyMatch(verb -> verb.startsWith(sent.toString(US_ASCII)));
    }

    /**
     * Reads a command.
     *
     * @throws FailureException malformed, if it is none
     */
    static LockstepRequest of(String command) throws FailureException {
        if (command.length() > DELETE.length()) {
            var name = command.substring(DELETE.length());
            switch (command.substring(0, DELETE.length())) {
                case "GET " -> {
                    return new Get(name);
                }
                case "PUT " -> {
                    return new Put(name);
                }
                case DELETE -> {
                    return new Delete(name);
                }
                default -> {}
            }
        }
        throw FailureException.malformed("a command is GET, PUT or DEL, a space and a name");
    }
}
