package dev.usher;

import java.net.InetSocketAddress;

/**
 * What a listener is doing, and has done since its start.
 *
 * @param name its name
 * @param address where it listens
 * @param occupancy how full it is
 * @param accepted connections accepted
 * @param served clients that ran and have ended
 * @param refused clients that were turned away, at the door or after waiting
 * @param gaveUp clients that left the queue
 * @param requests requests read whole, of clients that have ended
 * @param defects times that the program's own code threw where it served a client
 */
public record ListenerStatus(
        String name,
        InetSocketAddress address,
        Occupancy occupancy,
        long accepted,
        long served,
        long refused,
        long gaveUp,
        long requests,
        long defects) {}
