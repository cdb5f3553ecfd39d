# Sourced by ./flowork and by the packaged bin/flowork, so that both run Java with the same flags. Any POSIX shell reads it.

# launch JAVA JAR CACHE NATIVES ARGUMENT...: becomes the program. CACHE is the JVM's AOT cache, with those of the language
# server and the debug adapter beside it; NATIVES is the folder of SQLite's library. Either may be empty. What is set last comes first in the JVM's
# arguments.
launch() {
    java=$1 jar=$2 cache=$3 natives=$4
    shift 4

    # Without a locale the JVM would take a name such as "größe.flow.yaml" apart byte by byte.
    case ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}} in C | POSIX) export LC_ALL=C.UTF-8 ;; esac

    # More memory, for example: FLOWORK_JAVA_OPTS=-Xmx8g. Words only: a * in them is no pattern.
    set -f
    command=${1-}
    # shellcheck disable=SC2086
    set -- ${FLOWORK_JAVA_OPTS-} -jar "$jar" "$@"

    case $command in
        # Lives long and is idle for long: the heap begins small and shrinks again, or thousands of runs that wait would keep
        # what their starts have left. The rest is the JVM's own choice.
        serve) set -- -Xms64m -XX:G1PeriodicGCInterval=60000 "$@" ;;
        # Starts fast, and stays small: io.flowork.host.command.HeapWatch keeps the heap near what is needed.
        lsp)
            cache=${cache:+${cache%.aot}-lsp.aot}
            set -- -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms24m -XX:NewRatio=1 -XX:MaxNewSize=96m "$@"
            ;;
        dap)
            cache=${cache:+${cache%.aot}-dap.aot}
            set -- -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@"
            ;;
        *) set -- -XX:+UseSerialGC -XX:TieredStopAtLevel=1 "$@" ;; # starts and ends fast
    esac

    # The shell knows at no cost what the JVM would have to load code for: which streams are a terminal, and its size.
    terminal=
    if [ -t 1 ]; then terminal=1; fi
    if [ -t 2 ]; then
        terminal=${terminal}2
        set -- "-Dflowork.screen=$(stty size <&2 2>/dev/null || true)" "$@"
    fi
    set -- "-Dflowork.terminal=$terminal" "$@"

    [ -z "$natives" ] || set -- "-Dorg.sqlite.lib.path=$natives" "-Dorg.sqlite.tmpdir=$natives" "$@"
    [ -z "$cache" ] || set -- "-XX:AOTCache=$cache" "$@"

    # Standard output belongs to the command: what the JVM itself has to say goes to standard error.
    exec "$java" -Xlog:disable '-Xlog:all=error,aot*=off:stderr' --enable-native-access=ALL-UNNAMED \
        -Dstdout.encoding=UTF-8 -Dstderr.encoding=UTF-8 "$@"
}
