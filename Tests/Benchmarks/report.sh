#!/usr/bin/env bash
# Measures the report plugin's two engines beside Jinja2 and Playwright, on the same data and, where there is a browser,
# on the same one of Debian; prints the tables, also into var/benchmarks-report.txt. Nothing here passes or fails.
# ROUNDS, REPORTS (of one measurement) and WIDTH (reports at once; one or several) can be set.
cd "$(dirname "$0")/../.."
source Tests/Benchmarks/environment.sh
rounds=${rounds:-3}
browser=/usr/lib/chromium/chromium-headless-shell

[ -x "$browser" ] || refuse "the browser is missing: install it with: apt-get install chromium-headless-shell"

measure() {
    local missing
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    missing=$(prepare_python) || refuse "$missing"
    machine
    # shellcheck disable=SC2086 # several numbers are several words
    PYTHONDONTWRITEBYTECODE=1 "$build/bench-venv/bin/python" "$here/Report/measure.py" --folder "$work" \
        --program "$release/report-benchmark" --browser "$browser" --rounds "$rounds" \
        --reports "${REPORTS:-200}" --width ${WIDTH:-1 2}
}

swift build -c release --scratch-path "$build" --product report-benchmark
mkdir -p var
measure 2>&1 | tee var/benchmarks-report.txt
