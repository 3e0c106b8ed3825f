package dev.usher.services.counter;

import dev.usher.commands.Command;
import dev.usher.commands.DefaultCommand;

import java.math.BigDecimal;

/** What a counter can be asked in lines. */
sealed interface CounterRequest {

    @Command("counts up from a number, so many times by one")
    @DefaultCommand
    record Count(BigDecimal number, BigDecimal repetitions) implements CounterRequest {
        /** Checks both, so that the client is told of wrong arguments. */
        public Count {
            Job.of(number, repetitions);
        }

        Job job() {
            return Job.of(number, repetitions);
        }
    }
}
