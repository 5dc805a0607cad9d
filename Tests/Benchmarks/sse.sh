#!/usr/bin/env bash
# Measures how many tokens a second of CPU streams to clients as server-sent events: a plugin in the host beside
# FastAPI with uvicorn. Prints the table, also into var/benchmarks-sse.txt. Nothing here passes or fails. ROUNDS and
# TOKENS (of one measurement, over all clients) can be set.
cd "$(dirname "$0")/../.."
source Tests/Benchmarks/environment.sh
rounds=${rounds:-5}
tokens=${TOKENS:-200000}
# A piece is as long as the JSON of a token is on average.
piece=26

need gcc gcc
[ -x "$release/proctor" ] || refuse "the host is not built: run make build first"

start_host() {
    mkdir -p "$work/host/plugins"
    install -m 755 "$build/bench-worker/release/libWorker.so" "$work/host/plugins/"
    serve_host <<'YAML'
  worker:
    plugin: worker
    limits: { concurrency: 256 }
    bindings:
      - http: POST /tokens
        operation: worker.tokens
      - http: POST /pieces
        operation: worker.stream
YAML
}

start_fastapi() { serve_python fastapi "$here/Streams/fastapi_tokens.py"; }

# What is measured: KIND-CLIENTS.
cases=(tokens-1 tokens-32 tokens-200 pieces-1 pieces-32 pieces-200 paced-200)

# order KIND COUNT: path and body that ask for so many events.
order() {
    case $1 in
    tokens) echo "/tokens {\"count\":$2}" ;;
    pieces) echo "/pieces {\"bytes\":$(($2 * piece)),\"piece\":$piece}" ;;
    paced) echo "/tokens {\"count\":$2,\"interval_ms\":20}" ;;
    esac
}

# sample SERVER KIND CLIENTS: one measurement; prints CPU us per event, events per CPU second, events/s, resident MiB.
sample() {
    local before after events seconds each=$((tokens / $3))
    [ "$2" != paced ] || each=250
    before=$(ticks "${pid[$1]}")
    read -r events _ seconds _ < <("$work/reader" "${port[$1]}" "$3" $(order "$2" "$each"))
    after=$(ticks "${pid[$1]}")
    [ "${events:-0}" -eq $((each * $3)) ] || {
        echo "bench: $1 sent ${events:-no} events, not $((each * $3)); nothing can be compared" >&2
        return 1
    }
    echo "$((after - before)) $(getconf CLK_TCK) $events $seconds $(awk '/^VmRSS/ { print $2 }' "/proc/${pid[$1]}/status")" |
        awk '{ cpu = ($1 > 0 ? $1 : 1) / $2; print cpu * 1e6 / $3, $3 / cpu, $3 / $4, $5 / 1024 }'
}

# row LABEL COLUMNS...
row() { printf '  %-28s %12s %14s %12s %10s\n' "$@"; }
figures() { row "$1" $(printf '%.2f %.0f %.0f %.1f' $2); }
factors() { row "$1" $(printf '%.2fx %.2fx %.2fx %.2fx' $2); }

compare() {
    local peers=(host fastapi) round each peer
    for peer in "${peers[@]}"; do
        "start_$peer"
        for each in tokens pieces; do sample "$peer" "$each" 8 >/dev/null; done
    done
    for ((round = 0; round < rounds; round++)); do
        # Each goes first in turn: who follows a heavy neighbour finds the machine hot.
        peers=("${peers[1]}" "${peers[0]}")
        for each in "${cases[@]}"; do
            for peer in "${peers[@]}"; do sample "$peer" "${each%-*}" "${each#*-}" >>"$work/$peer.$each"; done
        done
    done
    end_servers
    echo
    echo "Server-sent events: $tokens over all clients, as fast as they are taken; one reader in C on the same cores"
    echo "  tokens: the plugin encodes each as JSON; pieces: as many bytes, ready as they are; paced: tokens, 50 a second"
    for each in "${cases[@]}"; do
        row "${each%-*}, ${each#*-} client(s)" "CPU us/event" "events/CPU s" "events/s" "RSS MiB"
        for peer in host fastapi; do figures "$peer" "$(medians "$work/$peer.$each")"; done
        factors host/fastapi "$(ratios "$work/host.$each" "$work/fastapi.$each")"
    done
}

measure() {
    local missing
    work=$(mktemp -d)
    trap 'end_servers; rm -rf "$work"' EXIT
    missing=$(prepare_python) || refuse "$missing"
    gcc -std=c11 -D_GNU_SOURCE -O2 -Wall -Wextra -Werror -o "$work/reader" "$here/Streams/reader.c"
    machine
    compare
}

swift build -c release --package-path Tests/Fixtures/Plugins/Worker --scratch-path "$build/bench-worker"
mkdir -p var
measure 2>&1 | tee var/benchmarks-sse.txt
