package dev.usher.services.checkin;

import dev.usher.commands.Command;
import dev.usher.commands.Option;
import dev.usher.commands.RawBytes;

import java.util.Optional;

/** What can be asked in lines. */
sealed interface CheckInRequest {

    @Command("checks a student in; again to change name or username")
    record Checkin(String github, String sid, String name) implements CheckInRequest {
        /** Checks the texts, so that the client is told of wrong arguments. */
        public Checkin {
            var _ = new Student(name, github, sid);
        }

        Student student() {
            return new Student(name, github, sid);
        }
    }

    @Command("lists who has checked in, in the order in which they first did")
    record Roster(
            @Option("SID") Optional<String> sid,
            @Option("USER") Optional<String> github,
            @Option("PART") Optional<String> name,
            @Option("TIME") Optional<String> since,
            @Option("SID") Optional<String> after,
            @Option("N") Optional<Integer> limit)
            implements CheckInRequest {
        /** Checks the options, so that the client is told of wrong arguments. */
        public Roster {
            var _ = new RosterExcerpt(sid, github, name, since, after, limit);
        }

        RosterExcerpt excerpt() {
            return new RosterExcerpt(sid, github, name, since, after, limit);
        }
    }

    @Command("the same as a table for spreadsheets: OK csv, its lines, an empty line")
    @RawBytes(RawBytes.After.ANSWER)
    record Export(
            @Option("SID") Optional<String> sid,
            @Option("USER") Optional<String> github,
            @Option("PART") Optional<String> name,
            @Option("TIME") Optional<String> since,
            @Option("SID") Optional<String> after,
            @Option("N") Optional<Integer> limit)
            implements CheckInRequest {
        /** Checks the options, so that the client is told of wrong arguments. */
        public Export {
            var _ = new RosterExcerpt(sid, github, name, since, after, limit);
        }

        RosterExcerpt excerpt() {
            return new RosterExcerpt(sid, github, name, since, after, limit);
        }
    }

    @Command("lists the last check-ins of a student, 100 unless a LIMIT is given")
    record Visits(String sid, @Option("N") Optional<Integer> limit) implements CheckInRequest {
        /** Checks the limit, so that the client is told of wrong arguments. */
        public Visits {
            limit.ifPresent(RosterExcerpt::checkLimit);
        }
    }
}
