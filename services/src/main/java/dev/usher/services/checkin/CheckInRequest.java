package dev.usher.services.checkin;

import dev.usher.commands.Command;

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

    @Command("lists who has checked in")
    record Roster() implements CheckInRequest {}
}
