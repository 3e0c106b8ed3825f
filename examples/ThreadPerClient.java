import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Locale;

/**
 * The server that every textbook has, with the JDK alone. It answers lines as {@code
 * UpperCase.java} does; what it lacks is in docs/guide/from-serversocket-or-netty.md.
 */
void main() throws IOException {
    try (var listener = new ServerSocket(7009)) {
        while (true) {
            var socket = listener.accept();
            Thread.startVirtualThread(() -> serve(socket));
        }
    }
}

void serve(Socket socket) {
    try (socket;
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            var out = new BufferedWriter(new OutputStreamWriter(socket.getOutputStream(), UTF_8))) {
        String line;
        while ((line = in.readLine()) != null) {
            out.write(line.toUpperCase(Locale.ROOT) + "\n");
            out.flush();
        }
    } catch (IOException lost) {
        // the client is gone
    }
}
