package dev.usher.bench.load;

import org.HdrHistogram.Histogram;

/**
 * What the clients saw.
 *
 * @param perSecond lines answered per second; connections, where clients connect anew each time
 * @param latencies of batches, in nanoseconds: from the first byte sent to the last byte received
 * @param busy the part of the time in which the busiest thread of the clients had a processor
 */
public record Measurement(double perSecond, Histogram latencies, double busy) {}
