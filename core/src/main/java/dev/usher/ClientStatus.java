package dev.usher;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/**
 * What one client is doing, as of a moment ago.
 *
 * @param peer who it is
 * @param state what it is doing, or what is waited for
 * @param place its place in the queue, counted from 1; 0 if it does not wait
 * @param open how long it has been here
 * @param serving how long its longest-running request has been served, to a tenth of a second; zero
 *     if none is
 * @param request the beginning of that request, as a program's text of it; {@code null} if none is
 *     served, or if it began before anybody asked for the clients
 * @param requests how many requests were read whole
 * @param bytesIn how many bytes have come from it
 * @param bytesOut how many bytes have gone to it
 */
public record ClientStatus(
        Peer peer,
        State state,
        int place,
        Duration open,
        Duration serving,
        @Nullable String request,
        long requests,
        long bytesIn,
        long bytesOut) {

    /** What a client is doing, or what is waited for. */
    public enum State {
        /** It is in the queue. */
        WAITING,
        /** Its next request is waited for. */
        IDLE,
        /** The rest of its request is waited for. */
        READING,
        /** Its requests are being served, or its handler runs. */
        SERVING,
        /** It is waited for to take what is written to it. */
        WRITING,
        /** It has been served or refused, and its connection is closing. */
        LEAVING
    }
}
