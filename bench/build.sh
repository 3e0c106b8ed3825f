# Builds the benchmarks and runs one of their programs. Sourced by the scripts beside it.
# shellcheck shell=sh

# The comparison asks the system what each process uses, by way of /proc.
need_linux() {
    [ -r /proc/self/stat ] && return
    echo "This needs Linux." >&2
    exit 1
}

home=$(dirname "$(readlink -f "$0")")
root=$(dirname "$home")
. "$root/build/jdk.sh"
find_jdk || exit 1

# As the launcher's: apart from target/, and without the checks.
built=$root/.usher/build/usher-bench
mkdir -p "$root/.usher"
echo "building…" >&2
(
    if command -v flock >/dev/null; then flock 9; fi
    "$root/mvnw" -q -B -Dstyle.color=never -Dlauncher -Dmaven.test.skip=true -pl bench -am package
) 9>"$root/.usher/lock" >&2

# The class path: our own jar and those it needs.
class_path="$(echo "$built"/usher-bench-*.jar):$built/lib/*"

# Runs the program of class $1 with the remaining arguments.
run() {
    program=$1
    shift
    exec "$JAVA_HOME/bin/java" --enable-native-access=ALL-UNNAMED \
        --sun-misc-unsafe-memory-access=allow -cp "$class_path" \
        "$program" --home "$home" --work "$built/work" "$@"
}
