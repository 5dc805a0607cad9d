#!/usr/bin/env bash
# Measures the embedded queue beside workers in Python on SQLite and on Redis, and prints the tables, also into
# var/benchmarks-queue.txt. Nothing here passes or fails. ROUNDS, JOBS (of one measurement) and BACKLOG (the largest)
# can be set. Servers are on loopback, in folders of their own, and ended by pid.
cd "$(dirname "$0")/../.."
source Tests/Benchmarks/environment.sh
rounds=${rounds:-3}

need gcc gcc
need wrk wrk
need redis-server redis-server
[ -x "$release/proctor" ] || refuse "the host is not built: run make build first"

measure() {
    local missing
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    missing=$(prepare_python) || refuse "$missing"
    build_noop "$work"
    machine
    BENCH_PROCTOR=$release/proctor BENCH_NOOP=$work/libNoop.so PYTHONDONTWRITEBYTECODE=1 \
        "$build/bench-venv/bin/python" "$here/Queue/measure.py" --folder "$work" --rounds "$rounds" \
        --jobs "${JOBS:-5000}" --backlog "${BACKLOG:-1000000}"
}

mkdir -p var
measure 2>&1 | tee var/benchmarks-queue.txt
