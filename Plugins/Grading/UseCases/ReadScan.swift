import PluginSDK

/// Decodes a scan and reads the sheet in it, measured and traced as parts of a job.
struct ScanReader: Sendable {
    let sheets: SheetShelf
    let codec: ImageCodec
    let rules: MarkRules
    let metrics: GradingMetrics

    /// - Parameter sheet: a name; nil: the standard one.
    /// - Throws: `ImageError`, `SheetError`; `CancellationError`.
    func read(_ bytes: [UInt8], sheet: String? = nil, job: Job) throws -> (image: LumaImage, reading: SheetReading) {
        do {
            let template = try sheets.sheet(named: sheet)
            let start = ContinuousClock.now
            let image = try metrics.timed(.preprocess) { try job.trace.span("decode") { try codec.decode(bytes) } }
            try job.checkCancellation()
            let reading = try metrics.timed(.detect) {
                try job.trace.span("read") { try SheetReader(template: template, rules: rules).read(image) }
            }
            metrics.read(reading, took: ContinuousClock.now - start)
            return (image, reading)
        } catch let error as any GradingFailure {
            metrics.refused(code: error.code)
            throw error
        }
    }
}
