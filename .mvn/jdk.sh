# Sourced by ./flowork and ./dev: finds a JDK without starting one, by the file `release` that each JDK carries.

# True when the folder $1 holds a JDK of at least version $2.
is_jdk() {
    [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
    local key value
    while IFS='=' read -r key value; do
        if [ "$key" = JAVA_VERSION ]; then
            value=${value//\"/}
            value=${value%%[!0-9]*}
            [ "${value:-0}" -ge "$2" ]
            return
        fi
    done <"$1/release"
    return 1
}

# Sets java_home to a JDK of at least version $1; says what to install and fails when there is none.
find_jdk() {
    local candidate java
    java=$(command -v java || true)
    # The java on the path is often a link, on macOS a stub that belongs to no JDK.
    [ -z "$java" ] || java=$(readlink -f "$java" 2>/dev/null || echo "$java")
    for candidate in \
        "${JAVA_HOME:-}" \
        "${java%/bin/java}" \
        /usr/lib/jvm/* \
        /opt/java/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
        "${HOME:-}"/.sdkman/candidates/java/* \
        "${HOME:-}"/.jdks/* \
        "${HOME:-}"/.local/share/mise/installs/java/* \
        "${HOME:-}"/.asdf/installs/java/*; do
        if is_jdk "$candidate" "$1"; then
            java_home=$candidate
            return 0
        fi
    done
    cat >&2 <<EOF
flowork: needs a JDK $1 or newer, and found none.
Looked at JAVA_HOME, java on the PATH, /usr/lib/jvm, /opt/java, /Library/Java, ~/.sdkman, ~/.jdks, mise and asdf.
Install one, for example from https://adoptium.net (Temurin $1), with "sdk install java $1-tem",
"brew install openjdk@$1" or "apt install temurin-$1-jdk"; or set JAVA_HOME to one.
EOF
    return 1
}
