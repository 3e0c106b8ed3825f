package dev.usher.bench.telemetry;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.HdrHistogram.Histogram;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;

/** A connection to the server. Used by one thread at a time. */
final class Line implements AutoCloseable {
    private final Socket socket;
    private final BufferedReader answers;

    Line(InetAddress host, int port) throws IOException {
        socket = new Socket(host, port);
        socket.setTcpNoDelay(true);
        answers = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
    }

    /** Asks for something that is answered {@code OK}. */
    void ask(String request) throws IOException {
        send(request);
        var answer = read();
        if (!answer.startsWith("OK")) {
            throw new IOException("the server said " + answer);
        }
    }

    private void send(String line) throws IOException {
        socket.getOutputStream().write((line + "\n").getBytes(UTF_8));
    }

    private String read() throws IOException {
        var line = answers.readLine();
        if (line == null) {
            throw new EOFException("the server closed the connection");
        }
        return line;
    }

    /** Acknowledges every command until the connection is closed. */
    void acknowledge() throws IOException {
        try {
            for (var line = answers.readLine(); line != null; line = answers.readLine()) {
                var words = line.split(" ", 3);
                if (words[0].equals("COMMAND")) {
                    send("ack " + words[1] + " " + words[2]);
                }
            }
        } catch (SocketException closed) {
            if (!socket.isClosed()) {
                throw closed;
            }
        }
    }

    /** Sends one command after another. */
    void command(String device, Stopwatch end, Histogram roundTrips) throws IOException {
        while (end.runs()) {
            long began = System.nanoTime();
            ask("command " + device + " {\"set\":19}");
            end.count(began, roundTrips);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
