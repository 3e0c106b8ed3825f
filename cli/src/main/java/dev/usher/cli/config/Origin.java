package dev.usher.cli.config;

/** Where a value comes from. As a string, what people are told. */
public sealed interface Origin {
    /** Nobody said anything else. */
    Origin DEFAULT = new Default();

    /** Nobody said anything else. */
    record Default() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /**
     * A line of a file.
     *
     * @param line from 1; 0 for the file as a whole
     */
    record InFile(String file, int line) implements Origin {
        @Override
        public String toString() {
            return line == 0 ? file : file + ":" + line;
        }
    }

    /** A variable of the environment. */
    record Variable(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }

    /** An option of the command. */
    record OfOption(String name) implements Origin {
        @Override
        public String toString() {
            return name;
        }
    }
}
