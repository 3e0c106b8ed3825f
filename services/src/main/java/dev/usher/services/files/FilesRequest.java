package dev.usher.services.files;

import dev.usher.commands.Command;
import dev.usher.commands.Option;
import dev.usher.commands.RawBytes;

import java.util.Optional;

/** What can be asked in lines. */
sealed interface FilesRequest {

    @Command("stores the SIZE bytes that follow once it is answered OK ready")
    @RawBytes(RawBytes.After.REQUEST)
    record Put(
            String name,
            long size,
            @Option("HEX") Optional<String> sha256,
            @Option boolean ifAbsent,
            @Option("HEX") Optional<String> ifMatch,
            @Option(value = "OFFSET", bare = WHERE_IT_BROKE) Optional<String> resume)
            implements FilesRequest {
        /** Checks the options, so that the client is told of wrong arguments. */
        public Put {
            options(size, sha256, conditionOf(ifAbsent, ifMatch), resume);
        }

        PutOptions options() {
            return options(size, sha256, conditionOf(ifAbsent, ifMatch), resume);
        }

        private static PutOptions options(
                long size, Optional<String> sha256, Condition condition, Optional<String> resume) {
            return new PutOptions(
                    size,
                    sha256.map(Sha256::new).orElse(null),
                    condition,
                    resume.map(Put::start).orElse(new PutOptions.Start.Anew()));
        }

        private static PutOptions.Start start(String where) {
            if (where.equals(WHERE_IT_BROKE)) {
                return new PutOptions.Start.WhereItBroke();
            }
            try {
                return new PutOptions.Start.At(Long.parseLong(where));
            } catch (NumberFormatException wrong) {
                throw new IllegalArgumentException("the offset is not a whole number", wrong);
            }
        }
    }

    /** What {@code resume} means without an offset. */
    String WHERE_IT_BROKE = "where-it-broke";

    @Command("sends a file, from OFFSET on")
    @RawBytes(RawBytes.After.ANSWER)
    record Get(String name, Optional<Long> offset) implements FilesRequest {}

    @Command("lists files by name; up to 1,000 unless a LIMIT is given")
    record List(
            Optional<String> prefix,
            @Option("NAME") Optional<String> after,
            @Option("N") Optional<Integer> limit)
            implements FilesRequest {
        /** Checks the limit, so that the client is told of wrong arguments. */
        public List {
            limit.ifPresent(FileStore::checkLimit);
        }
    }

    @Command("tells size, time and digest of a file")
    record Stat(String name) implements FilesRequest {}

    @Command("deletes a file")
    record Delete(String name, @Option("HEX") Optional<String> ifMatch) implements FilesRequest {
        /** Checks the digest, so that the client is told of wrong arguments. */
        public Delete {
            conditionOf(false, ifMatch);
        }

        Condition condition() {
            return conditionOf(false, ifMatch);
        }
    }

    @Command("gives a file another name")
    record Rename(String from, String to, @Option boolean ifAbsent) implements FilesRequest {
        Condition condition() {
            return conditionOf(ifAbsent, Optional.empty());
        }
    }

    private static Condition conditionOf(boolean ifAbsent, Optional<String> ifMatch) {
        if (ifAbsent && ifMatch.isPresent()) {
            throw new IllegalArgumentException("if-absent and if-match exclude each other");
        }
        return ifAbsent
                ? Condition.ifAbsent()
                : ifMatch.map(Sha256::new).map(Condition::ifMatch).orElse(Condition.always());
    }
}
