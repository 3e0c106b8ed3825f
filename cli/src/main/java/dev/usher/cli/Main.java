package dev.usher.cli;

import dev.usher.cli.admin.Kick;
import dev.usher.cli.admin.Limit;
import dev.usher.cli.admin.Reload;
import dev.usher.cli.admin.Status;
import dev.usher.cli.admin.Top;
import dev.usher.cli.arguments.Version;
import dev.usher.cli.config.Nearest;
import dev.usher.cli.course.Calc;
import dev.usher.cli.course.Checkin;
import dev.usher.cli.course.Count;
import dev.usher.cli.course.LockstepServer;
import dev.usher.cli.course.LockstepTransfer;
import dev.usher.cli.course.RosterPrint;
import dev.usher.cli.course.Talk;
import dev.usher.cli.database.Db;
import dev.usher.cli.files.FilesCommands;
import dev.usher.cli.lines.Connect;
import dev.usher.cli.lines.Send;
import dev.usher.cli.load.Bench;
import dev.usher.cli.serve.Serve;
import dev.usher.cli.settings.ConfigCommands;
import dev.usher.cli.telemetry.Device;
import dev.usher.cli.telemetry.Watch;
import dev.usher.cli.terminal.Sentence;
import dev.usher.cli.terminal.Stdout;
import dev.usher.cli.terminal.Terminal;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** The command {@code usher}. */
@Command(
        name = "usher",
        description = {
            "A TCP server that seats every client on a thread of its own.",
            "Results go to stdout, all else to stderr. 'usher COMMAND --help' tells more of each."
        },
        footer = {"  usher serve", "  usher send 127.0.0.1:12002 'add 2 3'"},
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Main {
    private static final Set<String> SERVERS = Set.of("serve", "lockstep");

    private Main() {}

    /** Runs the command; the process ends with its exit code. */
    public static void main(String[] arguments) {
        boolean colours = Terminal.isStdout() && Terminal.wantsColour(System.getenv());
        var lost = new AtomicBoolean();
        int code =
                commandLine(System.in)
                        .setColorScheme(Help.defaultColorScheme(Ansi.valueOf(colours)))
                        .setOut(
                                Stdout.writer(
                                        isServer(arguments) ? _ -> {} : why -> end(why, lost)))
                        .execute(arguments);
        System.exit(lost.get() ? ExitCode.SOFTWARE : code);
    }

    /** Whether it has clients to serve, whoever reads what it prints. */
    private static boolean isServer(String[] arguments) {
        return arguments.length > 0 && SERVERS.contains(arguments[0]);
    }

    /** Ends a command whose results nobody gets; with a word, unless somebody has had enough. */
    private static void end(IOException why, AtomicBoolean lost) {
        lost.set(true);
        if (!Stdout.isClosed(why)) {
            System.err.println("usher: cannot write to stdout: " + why.getMessage());
        }
        // On another thread: this one may hold what those want who clear up at the end.
        Thread.ofPlatform().start(() -> System.exit(ExitCode.SOFTWARE));
    }

    /**
     * The whole command line. What goes wrong is one sentence on stderr and an exit code: 2 if the
     * arguments are wrong, else 1 ({@link ExitStatus}).
     *
     * @param stdin what is typed at the clients
     */
    public static CommandLine commandLine(InputStream stdin) {
        var usher =
                new CommandLine(new Main())
                        .addSubcommand(Serve.commandLine())
                        .addSubcommand(ConfigCommands.commandLine())
                        .addSubcommand(new Reload())
                        .addSubcommand(new Status())
                        .addSubcommand(new Top())
                        .addSubcommand(new Limit())
                        .addSubcommand(new Kick())
                        .addSubcommand(new Connect(stdin))
                        .addSubcommand(new Send(stdin))
                        .addSubcommand(new Bench())
                        .addSubcommand(new Checkin(stdin))
                        .addSubcommand(new RosterPrint())
                        .addSubcommand(new Talk(stdin))
                        .addSubcommand(numbers(new Calc(stdin)))
                        .addSubcommand(numbers(new Count(stdin)))
                        .addSubcommand(FilesCommands.commandLine())
                        .addSubcommand(Db.commandLine())
                        .addSubcommand(numbers(new Device(stdin)))
                        .addSubcommand(new Watch())
                        .addSubcommand(new LockstepServer())
                        .addSubcommand(new LockstepTransfer())
                        .addSubcommand(
                                new CommandLine(new Completion())
                                        .setCaseInsensitiveEnumValuesAllowed(true))
                        .setParameterExceptionHandler((wrong, _) -> complain(wrong))
                        .setExecutionExceptionHandler(
                                (failed, command, _) -> complain(failed, command))
                        .setColorScheme(Help.defaultColorScheme(Ansi.OFF));
        document(usher);
        return usher;
    }

    /** Has the help of all commands end with their exit codes and examples. */
    private static void document(CommandLine command) {
        command.getCommandSpec()
                .usageMessage()
                .width(100)
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(ExitStatus.table())
                .footerHeading("%nExamples:%n");
        command.getSubcommands().values().forEach(Main::document);
    }

    /** A command whose arguments may be numbers: -5 is one of these, not an unknown option. */
    private static CommandLine numbers(Object command) {
        return new CommandLine(command).setUnmatchedOptionsArePositionalParams(true);
    }

    private static int complain(ParameterException wrong) {
        var command = wrong.getCommandLine();
        var help = command.getCommandSpec().qualifiedName() + " --help";
        command.getErr().println("usher: " + sentence(wrong) + " (try: " + help + ")");
        return ExitCode.USAGE;
    }

    private static @Nullable String sentence(ParameterException wrong) {
        if (!(wrong instanceof UnmatchedArgumentException unmatched)
                || unmatched.isUnknownOption()) {
            return "Missing required subcommand".equals(wrong.getMessage())
                    ? "a command is missing"
                    : wrong.getMessage();
        }
        var words = unmatched.getUnmatched();
        var commands = wrong.getCommandLine().getSubcommands().keySet();
        return commands.isEmpty()
                ? "Unexpected argument: " + String.join(" ", words)
                : unknown(words.getFirst(), Nearest.of(words.getFirst(), commands));
    }

    private static String unknown(String word, @Nullable String meant) {
        return "there is no command '%s'".formatted(word)
                + (meant == null ? "" : "; did you mean " + meant + "?");
    }

    private static int complain(Exception failed, CommandLine command) {
        command.getErr().println("usher: " + Sentence.of(failed));
        return ExitCode.SOFTWARE;
    }
}
