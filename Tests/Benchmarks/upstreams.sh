#!/usr/bin/env bash
# Measures the host's client of outside HTTP services beside libcurl's multi interface in C and httpx, all against one
# small server in C, and prints the tables, also into var/benchmarks-upstreams.txt. Nothing here passes or fails. ROUNDS
# and REQUESTS (of one measurement) can be set.
cd "$(dirname "$0")/../.."
source Tests/Benchmarks/environment.sh
rounds=${rounds:-3}
requests=${REQUESTS:-30000}

need gcc gcc

clients=(service loop multi httpx)

start_server() {
    "$work/server" >"$work/server.port" 2>"$work/server.log" &
    started server $!
    await server "$work/server.port"
    port[server]=$(announced server "$work/server.port")
}

# sample CLIENT CONCURRENCY: one measurement; prints CPU us per request and requests/s.
sample() {
    local origin=http://127.0.0.1:${port[server]} rate cpu
    case $1 in
    service | loop) read -r rate cpu < <("$release/benchmark" upstreams "$1" "$origin" "$requests" "$2") ;;
    multi) read -r rate cpu < <("$work/multi" "$origin/" "$requests" "$2") ;;
    # Not slower with few, but a whole run of it would take minutes.
    httpx)
        read -r rate cpu < <(
            "$build/bench-venv/bin/python" "$here/Upstreams/httpx_client.py" "$origin/" "$((requests / 10))" "$2"
        )
        ;;
    esac
    [ -n "${cpu:-}" ] || refuse "$1 has measured nothing"
    echo "$cpu $rate"
}

# row LABEL COLUMNS...
row() { printf '  %-38s %14s %12s\n' "$@"; }

compare() {
    local round width client place
    start_server
    for ((round = 0; round < rounds; round++)); do
        for width in 1 64 1000; do
            for ((place = 0; place < ${#clients[@]}; place++)); do
                # Each goes first in turn.
                client=${clients[(place + round) % ${#clients[@]}]}
                sample "$client" "$width" >>"$work/$client.$width"
            done
        done
    done
    end_servers
    echo
    echo "Upstreams: $requests GET requests, a tenth of that for httpx, with the opening of connections; a process each"
    echo "  host, service: http.send/1 as a plugin calls it; host, transfers: the libcurl loop below it, alone"
    for width in 1 64 1000; do
        row "$width at once" "CPU us/request" "requests/s"
        for client in "${clients[@]}"; do
            row "$(label "$client")" $(printf '%.1f %.0f' $(medians "$work/$client.$width"))
        done
        for client in multi httpx; do
            row "host, service / $(label "$client")" \
                $(printf '%.2fx %.2fx' $(ratios "$work/service.$width" "$work/$client.$width"))
        done
    done
}

label() {
    case $1 in
    service) echo "host, service" ;;
    loop) echo "host, transfers" ;;
    multi) echo "C over libcurl multi" ;;
    *) echo "$1" ;;
    esac
}

measure() {
    local missing
    work=$(mktemp -d)
    trap 'end_servers; rm -rf "$work"' EXIT
    missing=$(prepare_python) || refuse "$missing"
    gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o "$work/server" "$here/Upstreams/server.c"
    gcc -std=c11 -O2 -Wall -Wextra -Werror -o "$work/multi" "$here/Upstreams/multi.c" -lcurl
    machine
    compare
}

swift build -c release --scratch-path "$build" --product benchmark
mkdir -p var
measure 2>&1 | tee var/benchmarks-upstreams.txt
