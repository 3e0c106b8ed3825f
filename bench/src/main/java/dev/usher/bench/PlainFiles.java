package dev.usher.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;

/**
 * A server that does for {@link TransferLoad} the work that Usher's files service does, and has
 * nothing to do with it: a platform thread for each client, a digest, {@code fsync}, a rename. So
 * one sees what such transfers cost others on the machine. Runs from its source:
 *
 * <pre>{@code
 * java PlainFiles.java FOLDER SECONDS
 * }</pre>
 *
 * <p>It prints its port, and ends when time is up.
 */
public final class PlainFiles {
    private static final int PIECE = 64 * 1024;

    private final Path folder;

    private PlainFiles(Path folder) {
        this.folder = folder;
    }

    /** Serves. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        var files = new PlainFiles(Path.of(arguments[0]));
        var listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> files.accept(listening));
        System.out.println(listening.getLocalPort());
        Thread.sleep(Duration.ofSeconds(Long.parseLong(arguments[1])));
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                var client = listening.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            }
        } catch (IOException broken) {
            System.err.println(broken);
        }
    }

    private void serve(Socket client) {
        try (client) {
            client.setTcpNoDelay(true);
            var input = new DataInputStream(client.getInputStream());
            for (var words = words(input); words.length > 1; words = words(input)) {
                if (words[0].equals("put")) {
                    say(client, "OK ready");
                    say(client, put(input, words[1], Long.parseLong(words[2])));
                } else {
                    get(client, words[1]);
                }
            }
        } catch (IOException | GeneralSecurityException gone) {
            return; // the client has had enough
        }
    }

    private static String[] words(DataInputStream input) throws IOException {
        var line = new StringBuilder();
        for (int next = input.read(); next >= 0 && next != '\n'; next = input.read()) {
            line.append((char) next);
        }
        return line.toString().split(" ");
    }

    private static void say(Socket client, String line) throws IOException {
        client.getOutputStream().write((line + "\n").getBytes(US_ASCII));
    }

    private String put(DataInputStream input, String name, long size)
            throws IOException, GeneralSecurityException {
        var digest = MessageDigest.getInstance("SHA-256");
        var piece = new byte[PIECE];
        var part = folder.resolve(name + ".part");
        try (var file =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            for (long left = size; left > 0; ) {
                int count = input.read(piece, 0, (int) Math.min(left, piece.length));
                if (count < 0) {
                    throw new IOException("cut short");
                }
                digest.update(piece, 0, count);
                file.write(ByteBuffer.wrap(piece, 0, count));
                left -= count;
            }
            file.force(true);
        }
        Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        return "OK " + size + " " + HexFormat.of().formatHex(digest.digest());
    }

    private void get(Socket client, String name) throws IOException {
        try (var file = Files.newInputStream(folder.resolve(name))) {
            say(client, "OK " + Files.size(folder.resolve(name)) + " -");
            var piece = new byte[PIECE];
            for (int count = file.read(piece); count >= 0; count = file.read(piece)) {
                client.getOutputStream().write(piece, 0, count);
            }
        }
    }
}
