package dev.usher.cli.arguments;

import dev.usher.Tls;
import dev.usher.cli.terminal.Sentence;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

import java.io.IOException;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;

import javax.net.ssl.SSLContext;

/** Whether a client speaks TLS, and whom it trusts then. */
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class TlsOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = "--tls",
            scope = ScopeType.INHERIT,
            description =
                    "Speak TLS; the server's certificate has to be for HOST, and from an authority"
                            + " that Java trusts.")
    private boolean tls;

    @Option(
            names = "--trust",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            description =
                    "Speak TLS, and trust the certificates in this PEM file instead: authorities',"
                            + " or the server's own (as --tls does).")
    private @Nullable Path trust;

    /**
     * Whom to trust; {@code null} for plain TCP.
     *
     * @throws ParameterException if there are no certificates in the file
     */
    public @Nullable SSLContext context() {
        try {
            return trust != null ? Tls.trusting(trust) : tls ? SSLContext.getDefault() : null;
        } catch (IOException | NoSuchAlgorithmException wrong) {
            throw new ParameterException(
                    command.commandLine(), "--trust: " + Sentence.of(wrong), wrong);
        }
    }
}
