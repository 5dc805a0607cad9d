#!/usr/bin/env bash
# Measures the host as a RabbitMQ worker beside a plain loop in C over librabbitmq and a worker on aio-pika, what its
# CPU is made of, and its memory over very many jobs; prints the tables, also into var/benchmarks-rabbitmq.txt. Nothing
# here passes or fails. ROUNDS, JOBS (of one measurement), PREFETCH and KIND (classic, quorum; one or several of each)
# and LONG (jobs of the run for memory; 0: none) can be set. The broker is one of our own, on loopback.
cd "$(dirname "$0")/../.."
source Tests/Benchmarks/environment.sh
rounds=${rounds:-3}

need gcc gcc
[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] ||
    refuse "RabbitMQ is missing: install it with: apt-get install rabbitmq-server"
[ -x "$release/proctor" ] || refuse "the host is not built: run make build first"
swift build -c release --scratch-path "$build" --product benchmark

measure() {
    local missing
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    missing=$(prepare_python) || refuse "$missing"
    build_noop "$work"
    gcc -std=c11 -O2 -Wall -Wextra -Werror -o "$work/loop" "$here/RabbitMQ/loop.c" -lrabbitmq
    machine
    # shellcheck disable=SC2086 # several numbers are several words
    BENCH_PROCTOR=$release/proctor BENCH_NOOP=$work/libNoop.so BENCH_LOOP=$work/loop \
        BENCH_PARTS=$release/benchmark PYTHONDONTWRITEBYTECODE=1 \
        "$build/bench-venv/bin/python" "$here/RabbitMQ/measure.py" --folder "$work" --rounds "$rounds" \
        --jobs "${JOBS:-40000}" --long "${LONG:-1000000}" --kind ${KIND:-classic quorum} \
        --prefetch ${PREFETCH:-1 10 100 250}
}

mkdir -p var
measure 2>&1 | tee var/benchmarks-rabbitmq.txt
