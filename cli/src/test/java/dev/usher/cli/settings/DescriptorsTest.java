package dev.usher.cli.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.usher.Limits;

import org.junit.jupiter.api.Test;

class DescriptorsTest {
    private static final Limits WANTED = Limits.defaults().running(10_000).waiting(1_000);

    @Test
    void enoughChangesNothingAndIsNoNews() {
        var descriptors = new Descriptors(20_000);
        assertThat(descriptors.fit(WANTED)).isEqualTo(WANTED);
        assertThat(descriptors.warnings()).isEmpty();
    }

    @Test
    void tooFewLowerTheLimitsAndThatIsSaidOnce() {
        var descriptors = new Descriptors(1_024);
        descriptors.fit(WANTED);
        assertThat(descriptors.fit(WANTED)).isEqualTo(WANTED.running(672).waiting(224));
        assertThat(descriptors.warnings())
                .containsExactly(
                        "the descriptor limit of 1,024 (ulimit -n) leaves 672 running and 224"
                                + " waiting clients instead of 10,000 and 1,000");
    }

    @Test
    void fewClientsFitIntoFewDescriptors() {
        var few = WANTED.running(3).waiting(2);
        assertThat(new Descriptors(256).fit(few)).isEqualTo(few);
    }

    @Test
    void someoneIsAlwaysServed() {
        assertThat(new Descriptors(1).fit(WANTED)).isEqualTo(WANTED.running(2).waiting(0));
    }
}
