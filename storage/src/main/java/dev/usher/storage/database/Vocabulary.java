package dev.usher.storage.database;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The words of questions. What may be called are functions that look at what they are given and at
 * nothing else, and make nothing much larger of it.
 */
final class Vocabulary {
    private static final Set<String> FUNCTIONS =
            words(
                    """
                    count sum avg min max total string_agg group_concat bool_and bool_or every
                    json_agg json_group_array stddev stddev_pop stddev_samp variance var_pop
                    var_samp row_number rank dense_rank percent_rank cume_dist ntile lag lead
                    first_value last_value nth_value
                    abs round ceil ceiling floor trunc sign mod power pow sqrt exp ln log log10
                    log2 pi sin cos tan asin acos atan atan2 degrees radians
                    lower upper length char_length character_length octet_length trim ltrim rtrim
                    btrim substr substring instr strpos position concat concat_ws left right
                    replace reverse initcap ascii chr unicode
                    coalesce nullif ifnull iif greatest least typeof cast
                    date time datetime julianday strftime unixepoch extract date_trunc date_part
                    age now to_char to_timestamp make_date
                    json_extract json_array_length json_type json_valid json_typeof
                    json_extract_path_text
                    """);

    /** Before a parenthesis, these call nothing; the last ones are types with a length. */
    private static final Set<String> KEYWORDS =
            words(
                    """
                    select from where and or not in exists any some all as on using when then else
                    case having by distinct union except intersect limit offset between like ilike
                    similar is over filter within lateral materialized values order group rollup
                    cube sets grouping partition range rows returning with end null
                    numeric decimal varchar char character varying timestamp timestamptz float bit
                    interval
                    """);

    private static final List<String> PREFIXES = List.of("pg_", "sqlite_", "pragma_");

    private static final Set<String> OF_THE_DATABASE =
            words(
                    """
                    information_schema dbstat bytecode tables_used
                    current_user session_user system_user current_role current_catalog
                    current_schema regclass regproc regprocedure regoper regoperator regtype
                    regrole regnamespace regconfig regdictionary regcollation
                    """);

    private Vocabulary() {}

    private static Set<String> words(String text) {
        return Set.of(text.strip().split("\\s+"));
    }

    /** Whether everybody may call it. */
    static boolean isFunction(String name) {
        return FUNCTIONS.contains(name);
    }

    /** Whether it is part of the language. */
    static boolean isKeyword(String name) {
        return KEYWORDS.contains(name);
    }

    /** Whether it is a table, a function or a type that tells of the database itself. */
    static boolean isOfTheDatabase(String name) {
        var small = name.toLowerCase(Locale.ROOT);
        return OF_THE_DATABASE.contains(small) || PREFIXES.stream().anyMatch(small::startsWith);
    }
}
