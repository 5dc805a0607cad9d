-- One JSON request, over and over; at the end one line: requests, microseconds, failed requests, and p50 and p99 of the
-- latency in microseconds.
wrk.method = "POST"
wrk.body = '{"raw": 70}'
wrk.headers["Content-Type"] = "application/json"

function done(summary, latency, requests)
    local errors = summary.errors
    local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
    io.write(string.format("RESULT %d %d %d %d %d\n", summary.requests, summary.duration, failed,
        latency:percentile(50), latency:percentile(99)))
end
