package dev.usher.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "Add, add",
        "FetchAll, fetch-all",
        "fetchAll, fetch-all",
        "FETCH_ALL, fetch-all",
        "HTTPRead, http-read",
        "ReadHTTP, read-http",
        "GetX, get-x",
        "X, x",
        "Sha256Sum, sha256-sum",
        "a, a",
        "Is2D, is2-d",
        "List_All, list-all"
    })
    void aNameIsTypedInKebabCase(String name, String kebab) {
        assertThat(Names.kebab(name)).isEqualTo(kebab);
    }
}
