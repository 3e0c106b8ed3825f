package dev.usher.commands;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a component of a command an option, which is written with its name, in kebab case, behind
 * the arguments that are needed: {@code list photos/ after=photos/cat.jpg}. An {@code Optional} has
 * a value, {@code limit=10}; a {@code boolean} is there or is not, {@code if-absent}. Options come
 * in any order, and last in the record. A word in quotes is none. Over JSON-RPC an option is a
 * parameter like any other, that may be left out.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Option {
    /** What {@code help} calls the value: {@code NAME} in {@code [after=NAME]}. */
    String value() default "VALUE";

    /** The value that is meant when the option is written without one; by default it needs one. */
    String bare() default "";
}
