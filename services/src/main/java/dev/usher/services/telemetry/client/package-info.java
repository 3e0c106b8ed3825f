/**
 * The other ends of telemetry: a {@linkplain dev.usher.services.telemetry.client.DeviceClient
 * device}, and a {@linkplain dev.usher.services.telemetry.client.WatchClient watcher}.
 */
@NullMarked
package dev.usher.services.telemetry.client;

import org.jspecify.annotations.NullMarked;
