#!/usr/bin/env bash
# Measures what a call of a language model costs beside the model itself, all in front of the same server,
# model_server.py, which answers sixty tokens at once:
#   ask      the host with a plugin that reads the request and asks the model, and does no more
#   fastapi  FastAPI with OpenAI's official client, which does the same
#   host     the host with the plugin `analysis`, which also computes facts and holds the text against them
# Prints the table, also into var/benchmarks-model.txt. Nothing here passes or fails. ROUNDS, DURATION (seconds of one
# measurement), CONNECTIONS and PEERS (some of the three) can be set.
cd "$(dirname "$0")/../.."
source Tests/Benchmarks/environment.sh
rounds=${rounds:-3}
duration=${DURATION:-5}
read -ra widths <<<"${CONNECTIONS:-1 16 64}"
read -ra peers <<<"${PEERS:-ask fastapi host}"
path=/api/analysis/exam-commentary

need wrk wrk
case " ${peers[*]} " in
*" ask "*)
    swift build -c release --product Ask >/dev/null || refuse "the plugin ask cannot be built"
    ;;&
*" host "*)
    [ -x "$release/proctor" ] && [ -e var/plugins/libAnalysis.so ] ||
        refuse "the host is not built: run make build first"
    ;;
esac

# It ends with its standard input, which is this script's own pipe.
start_model() {
    exec {model_input}> >(exec python3 Tests/Fixtures/Peers/model_server.py >"$work/model.port" 2>"$work/model.log")
    started model $!
    await model "$work/model.port"
    port[model]=$(sed -n 's/^port //p' "$work/model.port")
}

start_host() {
    mkdir -p "$work/host/plugins"
    install -m 755 var/plugins/libAnalysis.so "$work/host/plugins/"
    serve_host <<YAML
  analysis:
    plugin: analysis
    limits: { concurrency: 64, threads: 4, queue: 256, timeout: 130s }
    upstreams: [ llm ]
    bindings:
      - http: POST $path
        operation: analysis.exam_commentary
    config:
      llm: llm
      model: { provider: openai, name: gpt-4o-mini }
upstreams:
  llm: { url: "http://127.0.0.1:${port[model]}/v1", bearer: benchmark, timeout: 60s, concurrency: 256 }
YAML
}

start_ask() {
    mkdir -p "$work/ask/plugins"
    install -m 755 "$release/libAsk.so" "$work/ask/plugins/"
    serve_host ask <<YAML
  ask:
    plugin: ask
    limits: { concurrency: 64, threads: 4, queue: 256, timeout: 130s }
    upstreams: [ llm ]
    config: { llm: llm, model: { provider: openai, name: gpt-4o-mini } }
upstreams:
  llm: { url: "http://127.0.0.1:${port[model]}/v1", bearer: benchmark, timeout: 60s, concurrency: 256 }
YAML
}

start_fastapi() {
    "$build/bench-venv/bin/python" "$here/Models/fastapi_openai.py" "http://127.0.0.1:${port[model]}/v1" benchmark \
        >"$work/fastapi.port" 2>"$work/fastapi.log" &
    started fastapi $!
    await fastapi "$work/fastapi.port"
    port[fastapi]=$(announced fastapi "$work/fastapi.port")
}

load() { wrk -t1 -c"$2" -d"$3s" --timeout 30s -s "$here/Models/commentary.lua" "http://127.0.0.1:${port[$1]}$path"; }

# sample SERVER CONNECTIONS: one measurement; prints CPU ms a call, calls/s, p50 ms, p99 ms, p99/p50, the model's CPU ms.
sample() {
    local before after requests elapsed failed p50 p99 model
    before=$(ticks "${pid[$1]}") model=$(ticks "${pid[model]}")
    read -r _ requests elapsed failed p50 p99 < <(load "$1" "$2" "$duration" | grep '^RESULT')
    after=$(ticks "${pid[$1]}") model=$(($(ticks "${pid[model]}") - model))
    [ "${requests:-0}" -gt 0 ] && [ "$failed" -eq 0 ] || {
        echo "bench: $1 failed ${failed:-all} of ${requests:-its} calls; nothing can be compared" >&2
        return 1
    }
    echo "$((after - before)) $model $(getconf CLK_TCK) $requests $elapsed $p50 $p99" | awk '{
        print $1 * 1000 / $3 / $4, $4 * 1e6 / $5, $6 / 1000, $7 / 1000, $7 / ($6 > 0 ? $6 : 1), $2 * 1000 / $3 / $4 }'
}

# row LABEL COLUMNS...
row() { printf '  %-20s %12s %10s %10s %10s %9s %14s\n' "$@"; }
figures() { row "$1" $(printf '%.3f %.0f %.2f %.2f %.1f %.3f' $2); }
factors() { row "$1" $(printf '%.2fx %.2fx %.2fx %.2fx %.2fx %.2fx' $2); }

compare() {
    local round width peer order
    start_model
    for peer in "${peers[@]}"; do
        "start_$peer"
        load "$peer" 16 2 | grep -q '^RESULT [1-9][0-9]* [0-9]* 0 ' || {
            echo "bench: $peer does not answer as the others do" >&2
            return 1
        }
    done
    for ((round = 0; round < rounds; round++)); do
        # Each goes first in turn: who follows a heavy neighbour finds the machine hot.
        order=("${peers[@]:round % ${#peers[@]}}" "${peers[@]:0:round % ${#peers[@]}}")
        for width in "${widths[@]}"; do
            for peer in "${order[@]}"; do sample "$peer" "$width" >>"$work/$peer.$width"; done
        done
    done
    end_servers
    echo
    echo "A model's call: POST $path, twenty questions; the model answers sixty tokens at once"
    echo "  wrk with one thread, ${duration} s each, on the same cores; the model's CPU is beside that of the call"
    for width in "${widths[@]}"; do
        row "$width in flight" "CPU ms/call" "calls/s" "p50 ms" "p99 ms" "p99/p50" "model's CPU ms"
        for peer in "${peers[@]}"; do figures "$peer" "$(medians "$work/$peer.$width")"; done
        [ "${#peers[@]}" -lt 2 ] ||
            factors "${peers[1]}/${peers[0]}" "$(ratios "$work/${peers[1]}.$width" "$work/${peers[0]}.$width")"
    done
}

measure() {
    local missing
    work=$(mktemp -d)
    trap 'end_servers; rm -rf "$work"' EXIT
    missing=$(prepare_python) || refuse "$missing"
    machine
    compare
}

mkdir -p var
measure 2>&1 | tee var/benchmarks-model.txt
