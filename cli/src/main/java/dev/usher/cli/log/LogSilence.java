package dev.usher.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;

import org.slf4j.Logger;

/**
 * How Logback begins: with nobody who listens, and without looking for a file that says otherwise.
 * A {@link Log} listens while it is open.
 */
public final class LogSilence extends ContextAwareBase implements Configurator {
    /** Called by Logback. */
    public LogSilence() {}

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }
}
