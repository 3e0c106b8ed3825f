package dev.usher.cli.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.storage.DatabaseEvent;

import org.junit.jupiter.api.Test;

import java.io.IOException;

class AlarmTest {
    private final Transcript transcript = new Transcript(LogSettings.in(LogSettings.Format.TEXT));
    private final Alarm alarm = new Alarm(transcript.logger());

    @Test
    void aThreadThatDiesIsADefect() {
        alarm.uncaughtException(new Thread("usher-loop-0"), new OutOfMemoryError("heap"));

        assertThat(transcript.untimed())
                .startsWith(
                        "ERROR DEFECT at thread usher-loop-0",
                        "    java.lang.OutOfMemoryError: heap");
    }

    @Test
    void aDatabaseThatFailsAndOneThatWorksAgainAreTold() {
        alarm.tell(new DatabaseEvent.Failed("data/usher.db", new IOException("disk\nfull")));
        alarm.tell(new DatabaseEvent.Failed("data/tables.db", new IOException("disk full")));
        alarm.tell(new DatabaseEvent.Recovered("data/usher.db"));

        assertThat(transcript.untimed())
                .containsExactly(
                        "WARN data/usher.db fails: disk\\u000afull; trying again",
                        "WARN data/tables.db fails: disk full; trying again",
                        "WARN data/usher.db works again");
    }

    @Test
    void lowerLimitsAreTold() {
        alarm.tellOfLimits("the descriptor limit leaves less");

        assertThat(transcript.untimed()).containsExactly("WARN the descriptor limit leaves less");
    }
}
