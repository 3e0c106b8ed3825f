package dev.usher.cli;

import picocli.CommandLine.ExitCode;

import java.util.LinkedHashMap;
import java.util.Map;

/** How the command line ends: the exit codes of all its commands. */
enum ExitStatus {
    /** As was wanted. */
    DONE(ExitCode.OK, "It was done. A server or a benchmark was ended by Ctrl-C."),

    /** In vain, or in part. */
    FAILED(
            ExitCode.SOFTWARE,
            "It was not, or not all of it: no server there, it said no, an answer was an error, the"
                    + " connection was lost. Why is on stderr."),

    /** Before anything was done. */
    WRONG_ARGUMENTS(ExitCode.USAGE, "The arguments are wrong. Nothing was done."),

    /** As the system ends programs at SIGINT. */
    INTERRUPTED(130, "Ctrl-C ended it before it was done."),

    /** As the system ends programs at SIGTERM. */
    TERMINATED(143, "SIGTERM ended it before it was done; a server stops in order, with 0.");

    private final int code;
    private final String meaning;

    ExitStatus(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    int code() {
        return code;
    }

    String meaning() {
        return meaning;
    }

    /** All codes and what they mean, as help shows them. */
    static Map<String, String> table() {
        var table = new LinkedHashMap<String, String>();
        for (var status : values()) {
            table.put(String.valueOf(status.code), status.meaning);
        }
        return table;
    }
}
