package dev.usher.cli.arguments;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {
    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:9999, 127.0.0.1:9999",
        "127.0.0.1:65535, 127.0.0.1:65535",
        "[::1]:80, [::1]:80",
        "[0:0:0:0:0:0:0:1]:80, [::1]:80"
    })
    void anAddressIsPrintedAsItMayBeWritten(String given, String printed) {
        assertThat(Endpoint.print(new Endpoint().convert(given))).isEqualTo(printed);
        assertThat(Endpoint.print(new Endpoint().convert(printed))).isEqualTo(printed);
    }
}
