# The servers that are compared. Each listens on a free port of loopback and is ended by its own pid.

declare -A pid port
servers=()

# started NAME PID: from now on NAME is ended with the benchmark.
started() {
    pid[$1]=$2
    servers+=("$1")
}

end_servers() {
    local name
    for name in "${servers[@]}"; do kill "${pid[$name]}" 2>/dev/null || true; done
    for name in "${servers[@]}"; do wait "${pid[$name]}" 2>/dev/null || true; done
    servers=()
}

# Waits a millisecond without starting a process.
exec {never}<> <(:)
pause() { read -rt 0.001 -u "$never" || true; }

# await NAME FILE: waits for the file to have content; a server that ends meanwhile is an error, told in its own words.
await() {
    until [ -s "$2" ]; do
        kill -0 "${pid[$1]}" 2>/dev/null || {
            echo "bench: $1 did not start:" >&2
            tail -n 5 "$work/$1.log" >&2
            return 1
        }
        pause
    done
}

# announced NAME FILE [KEY]: the port behind KEY, or behind "listening", in the file.
announced() {
    sed -n "s/.*${3:-listening}[^0-9]*127\.0\.0\.1:\([0-9]*\).*/\1/p" "$2" | head -n 1
}

start_host() {
    local folder=$work/host
    mkdir -p "$folder/plugins"
    cp var/plugins/libCurve.so "$folder/plugins/"
    chmod 755 "$folder/plugins" "$folder/plugins/libCurve.so"
    cat >"$folder/plugins.yaml" <<YAML
version: 1
host:
  http:  { listen: "127.0.0.1:0" }
  admin: { listen: "127.0.0.1:0" }
  plugins: [ ./plugins ]
  state: ./var
processors:
  curve: { plugin: curve }
YAML
    "$release/proctor" run --config "$folder/plugins.yaml" >/dev/null 2>"$work/host.log" &
    started host $!
    await host "$folder/var/host.json"
    port[host]=$(announced host "$folder/var/host.json" '"http"')
}

start_bare() {
    "$release/benchmark" bare 0 >"$work/bare.port" 2>"$work/bare.log" &
    started bare $!
    await bare "$work/bare.port"
    port[bare]=$(announced bare "$work/bare.port")
}

start_fastapi() {
    .build/bench-venv/bin/python "$here/fastapi_echo.py" >"$work/fastapi.port" 2>"$work/fastapi.log" &
    started fastapi $!
    await fastapi "$work/fastapi.port"
    port[fastapi]=$(announced fastapi "$work/fastapi.port")
}

# Makes the virtual environment of the FastAPI peer, once. Fails with a sentence when that cannot be.
prepare_fastapi() {
    local venv=.build/bench-venv
    cmp -s "$here/requirements.txt" "$venv/complete" && return
    python3 -m venv --clear "$venv" >"$work/venv.log" 2>&1 || {
        echo "FastAPI is left out: no virtual environment could be made; Debian's python3-venv is needed."
        return 1
    }
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt" >"$work/venv.log" 2>&1 || {
        echo "FastAPI is left out: pip could not fetch it, and the first run needs a network for that."
        return 1
    }
    cp "$here/requirements.txt" "$venv/complete"
}

# ask PORT METHOD PATH [BODY]: one request on a connection of its own; prints the answer, head and body.
ask() {
    local connection body=${4:-}
    { exec {connection}<>"/dev/tcp/127.0.0.1/$1"; } 2>/dev/null || return 1
    printf '%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n' "$2" "$3" >&"$connection"
    printf 'Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "${#body}" "$body" >&"$connection"
    cat <&"$connection"
    exec {connection}>&-
}

# CPU time of a process so far, user and system, all threads, in clock ticks.
ticks() {
    local stat
    stat=$(<"/proc/$1/stat")
    read -ra stat <<<"${stat##*) }"
    echo $((stat[11] + stat[12]))
}
