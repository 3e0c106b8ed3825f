package dev.usher.services.files;

import dev.usher.FailureException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** Finds out whether conditions hold. Safe for use by many threads. */
final class Conditions {
    private final Catalogue catalogue;
    private final Readings readings;
    private final DiskThreads chores;

    Conditions(Catalogue catalogue, Readings readings, DiskThreads chores) {
        this.catalogue = catalogue;
        this.readings = readings;
        this.chores = chores;
    }

    /**
     * What is there under this name now; {@code null} if nothing is.
     *
     * @param progress is run now and then while it takes long
     * @throws FailureException rejected, if the condition does not hold
     */
    @Nullable Fingerprint check(FileName name, Condition condition, Runnable progress)
            throws IOException {
        if (condition instanceof Condition.IfMatch(var wanted)) {
            return match(name, wanted, progress);
        }
        var seen = chores.find(() -> catalogue.look(name));
        if (seen != null && condition instanceof Condition.IfAbsent) {
            throw FailureException.rejected("exists", "there is a file " + name);
        }
        return seen;
    }

    private Fingerprint match(FileName name, Sha256 wanted, Runnable progress) throws IOException {
        try (var file = chores.call(() -> catalogue.open(name))) {
            var actual = readings.digest(file, progress);
            if (!actual.equals(wanted)) {
                throw FailureException.rejected(
                        "changed", "the sha256 of " + name + " is " + actual);
            }
            return file.content();
        }
    }
}
