package dev.usher.services.checkin;

import dev.usher.FailureException;
import dev.usher.services.pickle.PickleValue;
import dev.usher.services.pickle.PickleValue.Dict;
import dev.usher.services.pickle.PickleValue.Entry;
import dev.usher.services.pickle.PickleValue.Int;
import dev.usher.services.pickle.PickleValue.Str;

import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * The dict by which a student checks in over pickle. Its keys may be in any order, and there may be
 * others.
 */
final class StudentDict {
    private static final String NAME = "student_name";
    private static final String GITHUB = "github_username";
    private static final String SID = "sid";
    private static final Pattern INT = Pattern.compile("0|[1-9][0-9]*+");

    private StudentDict() {}

    /**
     * Reads it.
     *
     * @throws FailureException rejected, if it is none
     */
    static Student student(PickleValue value) throws FailureException {
        if (!(value instanceof Dict dict)) {
            throw invalid(
                    "a dict with %s, %s and %s is needed, not %s"
                            .formatted(NAME, GITHUB, SID, value.type()));
        }
        try {
            return new Student(text(dict, NAME), text(dict, GITHUB), sid(dict));
        } catch (IllegalArgumentException unfit) {
            throw invalid(String.valueOf(unfit.getMessage()));
        }
    }

    /** Makes it. A sid is an {@code int} if its digits are what an int is printed as. */
    static Dict of(String name, String github, String sid) {
        return Dict.of(
                new Entry(new Str(NAME), new Str(name)),
                new Entry(new Str(GITHUB), new Str(github)),
                new Entry(
                        new Str(SID),
                        INT.matcher(sid).matches() ? new Int(new BigInteger(sid)) : new Str(sid)));
    }

    private static String text(Dict dict, String key) throws FailureException {
        return switch (dict.get(key)) {
            case Str(var text) -> text;
            case null -> throw missing(key);
            case PickleValue other -> throw wrong(key, other, "str");
        };
    }

    /** An int and its digits are the same student. */
    private static String sid(Dict dict) throws FailureException {
        return switch (dict.get(SID)) {
            case Int(var number) -> number.toString();
            case Str(var text) -> text;
            case null -> throw missing(SID);
            case PickleValue other -> throw wrong(SID, other, "int or str");
        };
    }

    private static FailureException missing(String key) {
        return invalid(key + " is missing");
    }

    private static FailureException wrong(String key, PickleValue value, String type) {
        return invalid(key + " is " + value.type() + ", not " + type);
    }

    private static FailureException invalid(String why) {
        return FailureException.rejected("invalid", why);
    }
}
