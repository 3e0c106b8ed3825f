/**
 * For tests of handlers, services and protocols against a real server: {@link
 * dev.usher.testkit.ServerExtension} starts it, hears what happens and fails the test that leaves
 * something behind; {@link dev.usher.testkit.TestClient} is the client, a nasty one if need be;
 * {@link dev.usher.testkit.ManualClock} makes deadlines come when the test wants them.
 */
@NullMarked
package dev.usher.testkit;

import org.jspecify.annotations.NullMarked;
