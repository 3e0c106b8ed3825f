package dev.usher.services.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.usher.FailureException;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What a store does not do, and tells the client. */
final class Refusals {
    private Refusals() {}

    static void assertRejected(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        FailureException.class,
                        failed -> assertThat(failed.failure().code()).isEqualTo(code));
    }
}
