package dev.usher;

/** Why a connection ended. */
public enum CloseReason {
    /** The client closed its side between two requests, and has all its answers. */
    CLIENT_CLOSED,
    /** The handler was done with the client, or the service hung up. */
    SERVER_CLOSED,
    /** The client vanished: a reset, or any other error of the network. */
    CLIENT_LOST,
    /** The client closed its side in the middle of a request. */
    CLIENT_CUT_SHORT,
    /** The client left the waiting queue. */
    GAVE_UP,
    /** Turned away: everything was taken, or its address had its share. */
    REFUSED,
    /** Turned away: it had waited as long as anyone may. */
    WAITED_TOO_LONG,
    /** Turned away, or ended between two requests, because the server is stopping. */
    DRAINED,
    /** No TLS session within the deadline, or none that both sides accept. */
    HANDSHAKE_FAILED,
    /** Not one byte within the deadline. */
    LATE_FIRST_BYTE,
    /** A request was not complete within the deadline. */
    LATE_REQUEST,
    /** No further request within the deadline. */
    IDLE,
    /** The service had no answer within the deadline, and did not stop when it was told to. */
    LATE_SERVICE,
    /** The client did not take what was sent to it within the deadline. */
    LATE_WRITE,
    /** A request was longer than allowed. */
    TOO_LONG,
    /** What the client sent is not its protocol. */
    MALFORMED,
    /** The client was slower than what it had asked to be sent, and its outbox was full. */
    OUTBOX_FULL,
    /** The handler threw. */
    HANDLER_FAILED,
    /** Cut off: by the end of the grace at a stop, or by {@link Connection#cut()}. */
    CUT
}
