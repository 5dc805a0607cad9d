import Foundation
import Loopback
import RabbitMQPeer
import RedisPeer

/// The grading plugin on the backend's commands, with the backend's exams, a bucket and a store around it.
struct GradingStorm {
    let exams: ExamBackend
    let redis: RedisServer
    let commands: StormBackend
    let storm: StormHost
    /// Holds the sheet's template, and in `scans` what the bucket has.
    private let folder: TemporaryFolder

    var host: HostUnderTest { storm.host }

    /// Each job is a sheet and an exam of its own; the callback's message id is the command's.
    private static let command =
        #"{"jobId": {n}, "examId": 1{n}, "tenantSlug": "demo", "imageIndex": 0, "totalImages": 1, "#
        + #""objectKey": "1.jpg"}"#

    /// - Parameter deliveries: so often a job may come again until it has failed for good.
    init(_ names: StormBackend.Names, _ broker: RabbitMQServer, deliveries: Int) throws {
        folder = try TemporaryFolder()
        try folder.write(SmallSheet.template, to: "sheet.json")
        try FileManager.default.createDirectory(atPath: folder.path + "/scans", withIntermediateDirectories: true)
        try Data(SmallSheet.scan.get()).write(to: URL(filePath: folder.path + "/scans/1.jpg"))
        exams = try ExamBackend(exam: SmallSheet.exam)
        redis = try RedisServer()
        commands = try StormBackend(names, broker, backlog: 250, body: Self.command, limit: Storm.patience)
        let host = try HostUnderTest(
            plugins: [(try BuiltFiles.product("Grading"), "libGrading.so")],
            processors: Self.processors(names, deliveries: deliveries, sheet: folder.path + "/sheet.json")
                + Self.surroundings(broker, exams, bucket: folder.path + "/scans"),
            host: "  store: { url: \"redis://127.0.0.1:\(redis.port)\", timeout: 300ms }")
        storm = StormHost(names, port: broker.port, host: host)
        try host.start()
    }

    private static func processors(_ names: StormBackend.Names, deliveries: Int, sheet: String) -> String {
        """
          grading:
            plugin: grading
            limits: { concurrency: 32 }
            upstreams: [ backend ]
            buckets: [ images ]
            bindings:
              - amqp:
                  queue: \(names.queue)
                  prefetch: 150
                  retry: { attempts: 2, first: 50ms, most: 50ms }
                  deliveries: \(deliveries)
                operation: grading.job
                callback: { exchange: \(names.exchange), key: \(names.callbackKey), failure: grading.failed }
            # Each job asks for an exam of its own: the backend's troubles are everybody's.
            config: { sheet: "\(sheet)", exam_cache: 0s }

        """
    }

    private static func surroundings(_ broker: RabbitMQServer, _ exams: ExamBackend, bucket: String) -> String {
        """
        brokers:
          rabbit: { amqp: "amqp://guest:guest@127.0.0.1:\(broker.port)/" }
        upstreams:
          backend:
            url: "\(exams.url)"
            sign: { hmac: "\(ExamBackend.secret)" }
            timeout: 200ms
            retry: { attempts: 2, first: 20ms, most: 20ms }
            breaker: { failures: 250, pause: 100ms }
            # The peer listens for few connections at a time.
            concurrency: 16
        buckets:
          images: { url: "file:\(bucket)", access: read }
        """
    }

    // MARK: What it says of itself

    /// Attempts that were not the last of their jobs.
    func requeued() throws -> Double { try sum("lumie_worker_jobs_total", "status=\"requeued\"") }

    /// Jobs that the broker has had to give again.
    func redelivered() throws -> Double { try sum("proctor_amqp_redelivered_total") }

    /// Sheets of which a failure was told.
    func failures() throws -> Double { try sum("grading_omr_graded_total", "status=\"failure\"") }

    /// Requests to the store that it did not answer.
    func storeFailures() throws -> Double { try sum("grading_idempotent_failures_total") }

    /// Of all series of this name, or those of them that have the label.
    private func sum(_ name: String, _ label: String? = nil) throws -> Double {
        try host.admin().send("GET", "/metrics").text.split(separator: "\n")
            .filter { line in line.hasPrefix(name) && label.map { line.contains($0) } ?? true }
            .reduce(0) { $0 + ($1.split(separator: " ").last.flatMap { Double($0) } ?? 0) }
    }

    /// Waits until a trouble meets more than a hundred jobs.
    func waitUntilBusy() throws {
        try host.wait("a hundred jobs to be here") { try storm.unsettled() >= 100 && commands.open >= 100 }
    }

    /// Waits until a trouble has been felt a hundred times by now.
    func waitUntilFelt(_ count: () throws -> Double, since before: Double) throws {
        try host.wait("a hundred jobs to feel it") { try count() >= before + 100 }
    }

    /// Waits for the callbacks of all, and ends the host.
    func finish() throws -> (summary: StormBackend.Summary, status: Int32) {
        (try commands.finish(), host.stop())
    }
}
