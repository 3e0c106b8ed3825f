package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.storage.database.TableLimits;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class TablesOptionsTest {

    @Command
    private static final class Some {
        @Mixin private final TablesOptions tables = new TablesOptions();
    }

    private static TableLimits limits(String... arguments) {
        var some = new Some();
        new CommandLine(some).parseArgs(arguments);
        return some.tables.limits();
    }

    @Test
    void whatIsNotGivenStaysAsItIs() {
        assertThat(limits()).isEqualTo(TableLimits.defaults());
    }

    @Test
    void whatIsGivenHolds() {
        assertThat(limits("--max-tables-size=500M"))
                .isEqualTo(TableLimits.defaults().size(500L << 20));
    }
}
