package dev.usher.cli.course;

import dev.usher.cli.ServerProcess;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Speaks lines with a check-in. */
public final class Student implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;

    private Student(Socket socket) throws IOException {
        this.socket = socket;
        answers =
                new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Of this server's first listener. */
    public static Student of(ServerProcess server) throws IOException {
        return new Student(server.connect());
    }

    /** Checks in; returns the answer. */
    public String checkIn(String sid, String name) throws IOException {
        return ask("checkin user %s \"%s\"".formatted(sid, name));
    }

    /** Sends a line; returns the answer. */
    public String ask(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        var answer = answers.readLine();
        if (answer == null) {
            throw new IOException("the server has closed");
        }
        return answer;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
