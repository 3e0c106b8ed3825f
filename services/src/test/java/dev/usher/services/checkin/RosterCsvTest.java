package dev.usher.services.checkin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;

class RosterCsvTest {
    private static String line(String name) {
        return RosterCsv.line(new Roster.Entry(name, "g", "1", 50_000, Instant.EPOCH));
    }

    @Test
    void plainTextsStandAsTheyAre() {
        assertThat(line("Zoë O'Brien-Smith"))
                .isEqualTo("Zoë O'Brien-Smith,g,1,50000,1970-01-01T00:00:00Z\r\n");
    }

    @Test
    void commasQuotationMarksAndOuterBlanksStandInQuotes() {
        assertThat(line("Brown, Alice")).startsWith("\"Brown, Alice\",g,");
        assertThat(line("Al \"Ice\" Brown")).startsWith("\"Al \"\"Ice\"\" Brown\",g,");
        assertThat(line(" Alice")).startsWith("\" Alice\",g,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "＝1", "＠x"})
    void whatASpreadsheetWouldComputeIsText(String formula) {
        assertThat(line(formula)).startsWith("\"'" + formula + "\",g,");
    }

    @Test
    void aFormulaBehindBlanksIsTextToo() {
        assertThat(line("  =1+1")).startsWith("\"'  =1+1\",g,");
    }
}
