package dev.usher.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OfferTest {
    @Test
    void theUsualPortsAreKnown() {
        assertThat(Offer.of("echo", "lines").port()).isEqualTo(12001);
        assertThat(Offer.of("calculator", "lines").port()).isEqualTo(12002);
    }

    @Test
    void noTwoShareAPortOrAName() {
        assertThat(Offer.ALL).extracting(Offer::port).doesNotHaveDuplicates();
        assertThat(Offer.ALL).extracting(Offer::name).doesNotHaveDuplicates();
    }

    @Test
    void everyOneMakesAListenerOfItsName() {
        assertThat(Offer.ALL)
                .allSatisfy(offer -> assertThat(offer.listener(0).name()).isEqualTo(offer.name()));
    }
}
