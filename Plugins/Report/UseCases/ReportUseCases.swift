import PluginSDK

/// What makes reports, put together.
struct ReportUseCases: Sendable {
    let jobs: ReportJobs
    let students: StudentReports
    let classes: ClassReports

    /// - Parameters:
    ///   - digest: a cryptographic hash as text.
    ///   - clock: seconds since 1970.
    init(
        _ settings: ReportSettings, metrics: Metrics, rendering: any ReportRendering,
        digest: @escaping @Sendable ([UInt8]) -> String,
        clock: @escaping @Sendable () -> Int64 = ReportMaker.systemClock
    ) {
        let metrics = ReportMetrics(metrics: metrics)
        let maker = ReportMaker(
            settings: settings, facts: FactsGatherer(settings, metrics: metrics), rendering: rendering,
            cache: ReportCache(settings.cache, metrics: metrics, digest: digest), metrics: metrics, clock: clock)
        jobs = ReportJobs(settings: settings, maker: maker, metrics: metrics)
        students = StudentReports(maker: maker, metrics: metrics)
        classes = ClassReports(maker: maker, settings: settings.classes)
    }
}
