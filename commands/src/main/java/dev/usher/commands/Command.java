package dev.usher.commands;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Makes a record a command. Its name is the record's name in kebab case: {@code FetchAll} is {@code
 * fetch-all}.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface Command {
    /** What it does, for {@code help}: {@code "adds two numbers"}. */
    String value();
}
