package dev.usher.commands;

import org.jspecify.annotations.Nullable;

import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.util.JsonGeneratorDelegate;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;

import java.io.StringWriter;
import java.math.BigDecimal;

/** JSON as strangers may send it and as we write it: within limits, and with exact numbers. */
final class Json {
    static final int DEEPEST = 200;

    private static final JsonFactory FACTORY =
            JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder()
                                    .maxNestingDepth(DEEPEST)
                                    .maxNumberLength(Decimals.MOST_CHARACTERS)
                                    // The listener's limit of a line holds for these two.
                                    .maxStringLength(Integer.MAX_VALUE)
                                    .maxNameLength(Integer.MAX_VALUE)
                                    .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // No table of names that strangers could fill or make collide.
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    // As we write escapes outside of JSON.
                    .disable(JsonWriteFeature.WRITE_HEX_UPPER_CASE)
                    .recyclerPool(JsonRecyclerPools.newBoundedPool(64))
                    .build();

    private static final JsonMapper MAPPER =
            JsonMapper.builder(FACTORY)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enumNamingStrategy((config, type, name) -> Names.kebab(name))
                    // Values are read one after another from the same line.
                    .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private Json() {}

    /** Throws a {@link tools.jackson.core.JacksonException} where this is no JSON. */
    static JsonParser parser(String text) {
        return MAPPER.createParser(text);
    }

    /** The name that stands twice in one object, if it is that which is wrong. */
    static @Nullable String doubled(JacksonException wrong) {
        return wrong.processor() instanceof JsonParser parser
                        && String.valueOf(wrong.getOriginalMessage()).startsWith("Duplicate ")
                ? parser.currentName()
                : null;
    }

    /** The value at which the parser is, or which comes first. */
    static JsonNode tree(JsonParser parser) {
        try {
            return MAPPER.readTree(parser);
        } catch (NumberFormatException exponentBeyondInt) {
            // Jackson lets it through: 1e99999999999 is JSON, and no BigDecimal.
            throw new StreamConstraintsException("a number is out of range");
        }
    }

    /** Compact JSON of a number, a string, a list, a map, a record or a node. */
    static String write(Object value) {
        var text = new StringWriter();
        try (var generator = new PlainNumbers(MAPPER.createGenerator(text))) {
            MAPPER.writeValue(generator, value);
        }
        return text.toString();
    }

    /** Writes 42 for 42.0 and 4.2E+1. */
    private static final class PlainNumbers extends JsonGeneratorDelegate {
        PlainNumbers(JsonGenerator generator) {
            super(generator, false);
        }

        @Override
        public JsonGenerator writeNumber(BigDecimal value) {
            delegate.writeNumber(Decimals.plain(value));
            return this;
        }

        @Override
        public JsonGenerator writeNumber(double value) {
            return Double.isFinite(value)
                    ? writeNumber(BigDecimal.valueOf(value))
                    : super.writeNumber(value);
        }

        @Override
        public JsonGenerator writeNumber(float value) {
            return Float.isFinite(value)
                    ? writeNumber(new BigDecimal(Float.toString(value)))
                    : super.writeNumber(value);
        }
    }
}
