package dev.usher.cli.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigIncluderClasspath;
import com.typesafe.config.ConfigIncluderFile;
import com.typesafe.config.ConfigIncluderURL;
import com.typesafe.config.ConfigObject;

import java.io.File;
import java.net.URL;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the files that a file includes: those that lie beside it, and none that is missing. Used by
 * one thread.
 */
final class Includes
        implements ConfigIncluder, ConfigIncluderFile, ConfigIncluderURL, ConfigIncluderClasspath {
    private static final int DEEPEST = 16;

    private final HoconReader reader;
    private final Path file;
    private final String text;
    private final int depth;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * Those of this file.
     *
     * @param depth in how many others this file is included
     */
    Includes(HoconReader reader, Path file, String text, int depth) {
        this.reader = reader;
        this.file = file;
        this.text = text;
        this.depth = depth;
    }

    /** What was wrong with any. */
    List<Problem> problems() {
        return problems;
    }

    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String what) {
        try {
            if (depth >= DEEPEST) {
                return refused(
                        what,
                        "files include each other %d deep; break the circle".formatted(DEEPEST));
            }
            if (!reader.mayReadAnother()) {
                return refused(
                        what,
                        "more than %d files are included; break the circle, or include fewer"
                                .formatted(HoconReader.MOST_FILES));
            }
            return reader.parse(file.resolveSibling(what), depth + 1).root();
        } catch (InvalidPathException noPath) {
            return refused(what, "this is no path");
        } catch (BrokenFileException broken) {
            broken.problems().forEach(problem -> problems.add(within(what, problem)));
            return nothing();
        }
    }

    /**
     * One that names a line says enough; of another it is to be said where the file is included.
     */
    private Problem within(String what, Problem problem) {
        return problem.origin() instanceof Origin.InFile(_, int line) && line > 0
                ? problem
                : new Problem(origin(what), "include \"%s\": %s".formatted(what, problem));
    }

    @Override
    public ConfigObject includeFile(ConfigIncludeContext context, File what) {
        return include(context, what.toString());
    }

    @Override
    public ConfigObject includeURL(ConfigIncludeContext context, URL what) {
        return refused(what.toString(), "only files can be included");
    }

    @Override
    public ConfigObject includeResources(ConfigIncludeContext context, String what) {
        return refused(what, "only files can be included");
    }

    private ConfigObject refused(String what, String why) {
        problems.add(new Problem(origin(what), "include \"%s\": %s".formatted(what, why)));
        return nothing();
    }

    private static ConfigObject nothing() {
        return ConfigFactory.empty().root();
    }

    /** The line of the statement, which the parser does not tell. */
    private Origin origin(String what) {
        int line = 0;
        for (var candidate : text.lines().toList()) {
            line++;
            if (candidate.contains("include") && candidate.contains(what)) {
                return new Origin.InFile(file.toString(), line);
            }
        }
        return new Origin.InFile(file.toString(), 0);
    }
}
