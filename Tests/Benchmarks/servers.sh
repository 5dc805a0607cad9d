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

# await NAME FILE [PATTERN]: waits for the file to have content, and a line that fits; a server that ends meanwhile is an error, told in its own words.
await() {
    until [ -s "$2" ] && grep -q "${3:-}" "$2"; do
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

# serve_host [NAME]: the host with the plugins of $work/NAME/plugins and the processors given on standard input; NAME is
# host when it is not given.
serve_host() {
    local name=${1:-host} folder=$work/${1:-host}
    cat >"$folder/plugins.yaml" <<YAML
version: 1
host:
  http:  { listen: "127.0.0.1:0" }
  admin: { listen: "127.0.0.1:0" }
  plugins: [ ./plugins ]
  state: ./var
processors:
$(cat)
YAML
    chmod 755 "$folder" "$folder/plugins"
    "$release/proctor" run --config "$folder/plugins.yaml" >/dev/null 2>"$work/$name.log" &
    started "$name" $!
    await "$name" "$folder/var/host.json" '"http":"[^"]'
    port[$name]=$(announced "$name" "$folder/var/host.json" '"http"')
}

start_bare() {
    "$release/benchmark" bare 0 >"$work/bare.port" 2>"$work/bare.log" &
    started bare $!
    await bare "$work/bare.port"
    port[bare]=$(announced bare "$work/bare.port")
}

# serve_python NAME SCRIPT: a peer in Python that prints a line with its port.
serve_python() {
    "$build/bench-venv/bin/python" "$2" >"$work/$1.port" 2>"$work/$1.log" &
    started "$1" $!
    await "$1" "$work/$1.port"
    port[$1]=$(announced "$1" "$work/$1.port")
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
