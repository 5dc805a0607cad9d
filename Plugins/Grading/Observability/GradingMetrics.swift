import PluginSDK

/// What the operator sees of grading.
struct GradingMetrics: Sendable {
    let metrics: Metrics

    func read(_ reading: SheetReading, took duration: Duration) {
        metrics.counter("grading_sheets_total", labels: ["outcome": "read"]).add()
        for flag in FieldReading.Flag.allCases {
            let count = reading.fields.count { $0.flag == flag }
            if count > 0 { metrics.counter("grading_fields_total", labels: ["flag": flag.rawValue]).add(Double(count)) }
        }
        let (seconds, attoseconds) = duration.components
        metrics.histogram("grading_read_seconds").observe(Double(seconds) + Double(attoseconds) * 1e-18)
    }

    func refused(code: String) {
        metrics.counter("grading_sheets_total", labels: ["outcome": code]).add()
    }
}
