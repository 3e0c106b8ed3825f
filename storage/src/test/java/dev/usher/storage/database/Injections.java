package dev.usher.storage.database;

import java.util.ArrayList;
import java.util.List;

/** What is typed at databases in the hope that it becomes SQL. */
final class Injections {
    private static final List<String> KERNELS =
            """
            '
            ''
            "
            ""
            `
            ;
            \\
            \\'
            \\"
            %27
            %2527
            0x27
            --
            #
            /*
            */
            ' --
            '#
            '/*
            ';
            ' OR '1'='1
            ' OR '1'='1' --
            ' OR '1'='1' /*
            ' OR 1=1
            ' OR 1=1--
            " OR ""="
            " OR 1=1--
            ') OR ('1'='1
            ')) OR (('1'='1
            ' OR 'x' LIKE 'x
            ' OR TRUE --
            1 OR 1=1
            1) OR (1=1
            -1 UNION SELECT 1
            ' UNION SELECT NULL--
            ' UNION SELECT NULL,NULL--
            ' UNION ALL SELECT name,sql FROM sqlite_master--
            ' UNION SELECT usename,passwd FROM pg_shadow--
            ' UNION SELECT table_name,NULL FROM information_schema.tables--
            '; DROP TABLE victims; --
            '); DROP TABLE victims; --
            "; DROP TABLE victims; --
            victims"; DROP TABLE victims; --
            victims; DROP TABLE victims
            x'; DELETE FROM victims WHERE 't'='t
            x'; UPDATE victims SET value='owned'--
            x'; INSERT INTO victims VALUES (99,'owned')--
            Robert'); DROP TABLE victims;--
            '; ATTACH DATABASE '/tmp/owned.db' AS owned; --
            '; PRAGMA writable_schema=1; --
            '; VACUUM INTO '/tmp/owned.db'; --
            '; COPY victims TO '/tmp/owned'; --
            '; COPY victims TO PROGRAM 'id'; --
            '; SELECT pg_sleep(60); --
            ' || pg_sleep(60) --
            ' AND 1=(SELECT COUNT(*) FROM pg_sleep(60)) --
            '; SELECT pg_read_file('/etc/passwd'); --
            '; SELECT load_extension('evil'); --
            '; SELECT lo_import('/etc/passwd'); --
            '; SET ROLE postgres; --
            '; ALTER USER usher SUPERUSER; --
            '; CREATE FUNCTION f() RETURNS int AS 'x' LANGUAGE c; --
            '; DO $$ BEGIN RAISE 'x'; END $$; --
            $$; DROP TABLE victims; $$
            $1
            ?
            ?1
            :name
            @name
            {fn now()}
            {call x}
            {d '2026-01-01'}
            {escape '\\'}
            E'\\'; DROP TABLE victims; --
            U&'\\0027'
            X'27'
            B'1'
            NULL
            null
            DEFAULT
            CURRENT_USER
            (SELECT 1)
            1;SELECT 1
            %' AND '1'='1
            %
            _
            [victims]
            `victims`
            "victims"
            victims.value
            main.victims
            *
            value, (SELECT 1)
            value/**/FROM/**/victims
            value--
            id=id
            id) VALUES (1); --
            SELECT
            select * from victims
            '+(SELECT 1)+'
            'a'||'b'
            1e309
            NaN
            \u02bc OR 1=1
            \u2019 OR 1=1
            \uff07 OR 1=1
            \u00bf' OR 1=1
            \u4e2d' OR 1=1 --
            \ud83d\ude00'; DROP TABLE victims; --
            \u202e' OR 1=1
            \u0130; DROP
            """
                    .lines()
                    .toList();

    private Injections() {}

    /** More than three hundred. */
    static List<String> all() {
        var all = new ArrayList<String>();
        for (var kernel : KERNELS) {
            all.add(kernel);
            all.add("value" + kernel);
            all.add(kernel + " \n\t\r" + kernel.toUpperCase(java.util.Locale.ROOT));
        }
        return all;
    }
}
