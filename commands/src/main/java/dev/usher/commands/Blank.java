package dev.usher.commands;

import java.util.List;

/** A line without anything in it, which is not answered. People type it, and keep-alives are it. */
record Blank<R>() implements Request<R> {
    @Override
    public List<R> commands() {
        return List.of();
    }

    @Override
    public boolean isUnderstood() {
        return true;
    }
}
