import PluginSDK
import SingleFlight

/// Reports that were drawn lately, by all that makes their picture: template, output and data. A report that is asked
/// for twice at once is drawn once, kept or not; for how long one is kept beyond that the settings say.
///
/// A place that is away stops nothing: it is counted, and the report is drawn.
struct ReportCache: Sendable {
    private let lifetime: Duration
    private let digest: @Sendable ([UInt8]) -> String
    private let metrics: ReportMetrics
    private let underWay = SingleFlightCache<String, DrawnReport>(lifetime: .zero)

    /// - Parameter digest: a cryptographic hash as text: two reports of one hash would be one person's and another's.
    init(_ settings: CacheSettings, metrics: ReportMetrics, digest: @escaping @Sendable ([UInt8]) -> String) {
        lifetime = settings.lifetime
        self.metrics = metrics
        self.digest = digest
    }

    /// - Throws: what `draw` throws; `CancellationError`.
    func report(
        _ data: [UInt8], version: String, output: ReportOutput, of request: ReportRequest, job: Job,
        draw: () async throws -> DrawnReport
    ) async throws -> DrawnReport {
        let key = key(data, version: version, output: output, tenant: request.tenant)
        return try await underWay.value(key) {
            if let kept = await kept(key, job) {
                metrics.repeated()
                return kept
            }
            let report = try await draw()
            await keep(report, key, request, job)
            return report
        }
    }

    /// The tenant is a part of it: nobody is given what another one's data made, were it the same.
    private func key(_ data: [UInt8], version: String, output: ReportOutput, tenant: String) -> String {
        var writer = JSONWriter(capacity: data.count + 256)
        writer.array([tenant, version, output.format.rawValue, "\(output.scale)", "\(output.quality)"]) {
            $0.string($1)
        }
        return "report:" + digest(writer.bytes + data)
    }

    private func kept(_ key: String, _ job: Job) async -> DrawnReport? {
        guard lifetime > .zero else { return nil }
        do {
            guard let blob = try await job.host.blobs.get(key) else { return nil }
            return DrawnReport(bytes: blob.bytes, mediaType: blob.mediaType ?? "application/octet-stream")
        } catch {
            metrics.cacheFailed()
            return nil
        }
    }

    /// What has missing glyphs or findings is not kept: who asks for it again is to hear of them again.
    private func keep(_ report: DrawnReport, _ key: String, _ request: ReportRequest, _ job: Job) async {
        guard lifetime > .zero, report.missingGlyphs == 0, report.findings.isEmpty else { return }
        do {
            try await job.host.blobs.put(
                key, report.bytes, mediaType: report.mediaType, lifetime: lifetime, subject: request.subject)
        } catch {
            metrics.cacheFailed()
        }
    }
}
