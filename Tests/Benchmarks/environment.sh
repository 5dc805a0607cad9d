# What all benchmarks share; each is run from anywhere, and works in the repository's folder. ROUNDS can be set, and
# BUILD, SwiftPM's scratch folder with the release build.
set -euo pipefail
export LC_ALL=C
here=Tests/Benchmarks
build=${BUILD:-$PWD/.build}
release=$build/release
rounds=${ROUNDS:-}

refuse() {
    echo "bench: $1" >&2
    exit 1
}

# need PROGRAM PACKAGE
need() { command -v "$1" >/dev/null || refuse "$1 is missing: install it with: apt-get install $2"; }

machine() {
    local model
    model=$(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1)
    echo "Date      $(date -u +%F)"
    echo "Machine   $(nproc) cores, ${model:-$(uname -m)}, Linux $(uname -r)"
    echo "Load      $(cut -d ' ' -f 1 /proc/loadavg) before the start; figures of a busy machine are not comparable"
    echo "Swift     $(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p')"
    echo "Figures   medians of $rounds rounds; the peers take turns within each round; all on loopback of one machine"
}

# The plugin in C that does nothing, as FOLDER/libNoop.so.
build_noop() {
    gcc -std=c11 -O2 -Wall -Wextra -Werror -shared -fPIC -fvisibility=hidden -Wl,-z,nodelete \
        -I PluginSDK/CPluginABI/include -o "$1/libNoop.so" "$here/noop.c"
    chmod 755 "$1" "$1/libNoop.so"
}

# Makes the virtual environment of the peers in Python, once. Fails with a sentence when that cannot be.
prepare_python() {
    local venv=$build/bench-venv
    cmp -s "$here/requirements.txt" "$venv/complete" && return
    python3 -m venv --clear "$venv" >"$work/venv.log" 2>&1 || {
        echo "The peers in Python cannot run: no virtual environment could be made; Debian's python3-venv is needed."
        return 1
    }
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" >"$work/venv.log" 2>&1 || {
        echo "The peers in Python cannot run: pip could not fetch them, and the first run needs a network for that."
        return 1
    }
    cp "$here/requirements.txt" "$venv/complete"
}

source "$here/statistics.sh"
source "$here/servers.sh"
