import HostObservability

/// What a processor's own listener answers without a job: what the service that the processor replaces answered.
enum ProcessorRoutes {
    /// - Parameters:
    ///   - metrics: the processor's metrics in Prometheus text.
    ///   - otherwise: what the host's listeners answer.
    static func routes(
        processor: String, metrics: @escaping @Sendable (_ processor: String) -> String,
        otherwise: @escaping PlainRoutes
    ) -> PlainRoutes {
        { method, path in
            switch (method, path) {
            case ("GET", "/health"): PlainAnswer(body: #"{"status":"healthy"}"#)
            case ("GET", "/metrics"): PlainAnswer(mediaType: "text/plain; version=0.0.4", body: metrics(processor))
            case ("GET", "/"):
                PlainAnswer(
                    body: JSONText.object([
                        ("status", JSONText.quoted("healthy")),
                        ("message", JSONText.quoted("\(processor) is running")),
                    ]))
            default: await otherwise(method, path)
            }
        }
    }
}
