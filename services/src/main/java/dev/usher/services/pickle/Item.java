package dev.usher.services.pickle;

import dev.usher.services.pickle.PickleValue.Bytes;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.Str;

/** What the stack and the memo of the pickle machine hold. */
sealed interface Item permits Item.Finished, Container {

    /** The value, which does not change from now on. */
    Finished finish();

    /**
     * A value, measured.
     *
     * @param size how many bytes it takes to write it out, more or less: what it holds in several
     *     places counts as often
     * @param levels how many containers are inside one another; 0 if this is none
     */
    record Finished(PickleValue value, int size, int levels) implements Item {

        /** Measures a value that is no container. */
        static Finished scalar(PickleValue value) {
            int size =
                    switch (value) {
                        case Int(var number) -> 1 + number.bitLength() / Byte.SIZE;
                        case Str(var text) -> text.length();
                        case Bytes bytes -> bytes.length();
                        default -> 0;
                    };
            return new Finished(value, 1 + size, 0);
        }

        @Override
        public Finished finish() {
            return this;
        }
    }
}
