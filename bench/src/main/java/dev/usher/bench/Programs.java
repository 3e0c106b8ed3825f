package dev.usher.bench;

import picocli.CommandLine;

import java.util.concurrent.Callable;

/** How the programs of this module are run. */
public final class Programs {
    private static final int WRONG_USE = 2;

    private Programs() {}

    /** The status with which to exit; a wrong argument is told in one sentence. */
    public static int run(Callable<Integer> program, String... arguments) {
        return new CommandLine(program)
                .setExecutionExceptionHandler((thrown, command, parsed) -> {
                    if (thrown instanceof IllegalArgumentException wrong) {
                        command.getErr().println(wrong.getMessage());
                        return WRONG_USE;
                    }
                    throw thrown;
                })
                .execute(arguments);
    }
}
