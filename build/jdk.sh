# Finds a JDK of release 25 or newer. Sourced by ./mvnw and ./usher: `find_jdk` sets JAVA_HOME or fails.
# shellcheck shell=sh

# Whether the folder $1 is a JDK (not a JRE) that is new enough.
is_recent_jdk() {
    [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -f "$1/release" ] || return 1
    # A line such as JAVA_VERSION="25.0.1"; reading it is much faster than starting java.
    jdk_release=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
    [ "${jdk_release:-0}" -ge 25 ]
}

# The folder of the JDK that `java` on the PATH belongs to.
jdk_on_path() {
    java=$(command -v java) || return 1
    home=$(dirname "$(dirname "$(readlink -f "$java")")")
    # Where java is a stub (macOS) or a script (jenv, asdf), only java itself knows.
    [ -f "$home/release" ] ||
        home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    printf '%s\n' "$home"
}

find_jdk() {
    for jdk in "${JAVA_HOME:-}" "$(jdk_on_path)" \
        /usr/lib/jvm/* /opt/* "${HOME:-}"/.sdkman/candidates/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home; do
        if [ -n "$jdk" ] && is_recent_jdk "$jdk"; then
            JAVA_HOME=$jdk
            export JAVA_HOME
            return 0
        fi
    done
    echo "No JDK of release 25 or newer was found: install one, or set JAVA_HOME to its folder." >&2
    return 1
}
