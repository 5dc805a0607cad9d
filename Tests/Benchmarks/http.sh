# One JSON handler behind three servers: the plugin `curve` in the host, hummingbird alone, FastAPI.

start_host() {
    mkdir -p "$work/host/plugins"
    install -m 755 var/plugins/libCurve.so "$work/host/plugins/"
    serve_host <<<'  curve: { plugin: curve }'
}

start_fastapi() { serve_python fastapi "$here/fastapi_echo.py"; }

# sample SERVER CONNECTIONS: one measurement; prints CPU ms per request, requests/s, p50 ms, p99 ms.
sample() {
    local before after requests elapsed failed p50 p99
    before=$(ticks "${pid[$1]}")
    read -r _ requests elapsed failed p50 p99 < <(
        wrk -t1 -c"$2" -d"${duration}s" -s "$here/curve.lua" "http://127.0.0.1:${port[$1]}/curve" | grep '^RESULT')
    after=$(ticks "${pid[$1]}")
    [ "${requests:-0}" -gt 0 ] && [ "$failed" -eq 0 ] || {
        echo "bench: $1 failed ${failed:-all} of ${requests:-its} requests; nothing can be compared" >&2
        return 1
    }
    echo "$((after - before)) $(getconf CLK_TCK) $requests $elapsed $p50 $p99" |
        awk '{ print $1 * 1000 / $2 / $3, $3 * 1e6 / $4, $5 / 1000, $6 / 1000 }'
}

# row LABEL COLUMNS...
row() { printf '  %-16s %12s %12s %10s %10s\n' "$@"; }
figures() { row "$1" $(printf '%.4f %.0f %.3f %.3f' $2); }
factors() { row "$1" $(printf '%.2fx %.2fx %.2fx %.2fx' $2); }

compare_http() {
    local peers=(host bare) order round connections peer missing=""
    missing=$(prepare_python) && peers+=(fastapi)
    for peer in "${peers[@]}"; do
        "start_$peer"
        ask "${port[$peer]}" POST /curve '{"raw": 70}' | grep -qE '"value": ?80(\.0)?[,}]' || {
            echo "bench: $peer does not answer as the others do" >&2
            return 1
        }
        wrk -t1 -c32 -d1s -s "$here/curve.lua" "http://127.0.0.1:${port[$peer]}/curve" >/dev/null
    done
    for ((round = 0; round < rounds; round++)); do
        # Each goes first in turn: who follows a heavy neighbour finds the machine hot.
        order=("${peers[@]:round % ${#peers[@]}}" "${peers[@]:0:round % ${#peers[@]}}")
        for connections in 32 1; do
            for peer in "${order[@]}"; do sample "$peer" "$connections" >>"$work/$peer.$connections"; done
        done
    done
    end_servers
    echo
    echo "HTTP: POST {\"raw\": 70}, answer {\"value\": 80}; wrk with one thread, ${duration} s each, on the same cores"
    [ -z "$missing" ] || echo "  $missing"
    for connections in 32 1; do
        row "$connections connection(s)" "CPU ms/req" "requests/s" "p50 ms" "p99 ms"
        for peer in "${peers[@]}"; do figures "$peer" "$(medians "$work/$peer.$connections")"; done
        factors host/bare "$(ratios "$work/host.$connections" "$work/bare.$connections")"
        [ -n "$missing" ] || factors fastapi/host "$(ratios "$work/fastapi.$connections" "$work/host.$connections")"
    done
}
