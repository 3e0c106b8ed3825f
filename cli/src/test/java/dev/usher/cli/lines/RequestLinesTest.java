package dev.usher.cli.lines;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestLinesTest {
    private final RequestLines requests = new RequestLines();

    @Test
    void aLineIsARequestAsItIsTyped() throws Exception {
        assertThat(requests.add("  add 1 {")).isEqualTo("  add 1 {");
        assertThat(requests.isOpen()).isFalse();
    }

    @Test
    void blankLinesAreNone() throws Exception {
        assertThat(requests.add("")).isNull();
        assertThat(requests.add(" \t")).isNull();
        assertThat(requests.isOpen()).isFalse();
    }

    @Test
    void jsonGoesOnUntilItsBracketsAreClosed() throws Exception {
        assertThat(requests.add("{\"a\": \"\\\"}\\\\\",")).isNull();
        assertThat(requests.add("")).isNull();
        assertThat(requests.isOpen()).isTrue();
        assertThat(requests.add("\"b\": [1]}")).isEqualTo("{\"a\": \"\\\"}\\\\\",  \"b\": [1]}");
        assertThat(requests.isOpen()).isFalse();
        assertThat(requests.add("next")).isEqualTo("next");
    }
}
