import Foundation
import Loopback
import RedisPeer
import S3Peer
import Testing

/// Everything around a Lumie deployment, made once for these tests: broker, backend, bucket and store. It goes with the
/// test's process.
final class LumieSurroundings {
    static let redisPassword = "redis-9d1e77c3"
    /// One test at a time asks for it: the suite is serialized. It is gone before the process is.
    nonisolated(unsafe) private static var made: Result<LumieSurroundings, any Error>?

    static func shared() throws -> LumieSurroundings {
        if let made { return try made.get() }
        atexit { LumieSurroundings.made = nil }
        let result = Result { try LumieSurroundings() }
        made = result
        return try result.get()
    }

    let broker: LumieBroker
    let backend: ExamBackend
    let images: S3Server
    let redis: RedisServer
    let sheets: LumieSheets

    private init() throws {
        sheets = try LumieSheets()
        images = try S3Server(bucket: "lumie", isVerifying: true, folder: sheets.folder.path)
        backend = try ExamBackend(exam: LumieSheets.exam)
        var options = RedisServer.Options()
        options.password = Self.redisPassword
        redis = try RedisServer(options)
        broker = try LumieBroker()
    }

    /// The contract's environment names, and the folders of this deployment. No others.
    func environment(plugins: String, state: String) -> [String: String] {
        [
            "HOST": "127.0.0.1", "PORT": "0", "RABBITMQ_HOST": "127.0.0.1", "RABBITMQ_PORT": "\(broker.server.port)",
            "RABBITMQ_USERNAME": LumieBroker.user, "RABBITMQ_PASSWORD": LumieBroker.password,
            "RABBITMQ_VHOST": LumieBroker.virtualHost, "LUMIE_BACKEND_URL": backend.url,
            "LUMIE_INTERNAL_HMAC_SECRET": ExamBackend.secret, "MINIO_ENDPOINT": images.endpoint,
            "MINIO_ACCESS_KEY": images.accessKey, "MINIO_SECRET_KEY": images.secretKey,
            "REDIS_URL": "redis://127.0.0.1:\(redis.port)", "REDIS_PASSWORD": Self.redisPassword,
            "PROCTOR_PLUGINS": plugins, "PROCTOR_STATE": state, "PROCTOR_ADMIN": "127.0.0.1:0",
        ]
    }

    var secrets: [String] {
        [LumieBroker.password, ExamBackend.secret, images.secretKey, Self.redisPassword]
    }

    /// What redis-cli says.
    func redis(_ arguments: String...) throws -> String {
        let result = try CommandResult.run(
            "/usr/bin/env",
            ["REDISCLI_AUTH=" + Self.redisPassword, "redis-cli", "-h", "127.0.0.1", "-p", "\(redis.port)"] + arguments)
        return result.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// Leaves nothing of a test to the next.
    func clear() throws {
        try backend.setTrouble("{\"secret\": \"\(ExamBackend.secret)\"}")
        try broker.purge()
        _ = try redis("FLUSHALL")
    }
}

/// A host that runs docs/deployments/lumie.yaml, itself or with a few of its lines changed; ended with the test.
final class LumieDeployment {
    static let file: String = {
        let tests = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        return tests.deletingLastPathComponent().path + "/docs/deployments/lumie.yaml"
    }()

    let around: LumieSurroundings
    let environment: [String: String]
    private let folder: TemporaryFolder
    private let configuration: String
    private let host: RunningHost
    private(set) var port = 0

    /// - Parameters:
    ///   - changes: texts of the file, and what stands in their place. Without any it is the very file.
    ///   - environment: variables that differ from the surroundings' own.
    init(_ changes: [(String, String)] = [], environment: [String: String] = [:]) throws {
        around = try LumieSurroundings.shared()
        try around.clear()
        folder = try TemporaryFolder()
        let plugins = folder.path + "/plugins"
        try FileManager.default.createDirectory(
            atPath: plugins, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        try folder.install(BuiltFiles.product("Grading"), as: "plugins/libGrading.so")
        self.environment = around.environment(plugins: plugins, state: folder.path + "/var").merging(environment) { $1 }
        configuration = changes.isEmpty ? Self.file : folder.path + "/lumie.yaml"
        if !changes.isEmpty { try folder.write(Self.text(changes), to: "lumie.yaml") }
        host = RunningHost(config: configuration, state: folder.path + "/var", logFile: folder.path + "/log")
        try host.start(proctor: BuiltFiles.proctor(), environment: self.environment)
        try host.wait("the processor's own listener, and a queue that is consumed") {
            port = try listenerPort() ?? 0
            return port > 0 ? try get("/ready").status == 200 : false
        }
    }

    /// Retries and time-outs of a test's patience in place of a deployment's.
    static let impatient = [
        ("retry: { attempts: 4, first: 1s, most: 4s }", "retry: { attempts: 2, first: 20ms, most: 20ms }"),
        ("deliveries: 5 ", "deliveries: 2 "),
        ("retry: { attempts: 4, first: 500ms, most: 2s }", "retry: { attempts: 2, first: 20ms, most: 20ms }"),
        ("    timeout: 10s ", "    timeout: 600ms "),
        ("retry: { attempts: 3, first: 500ms, most: 4s }", "retry: { attempts: 1 }\n    breaker: { failures: 0 }"),
        ("sheet: korean-45", "sheet: korean-45\n      exam_cache: 0s\n      idempotency: { lock: 3s }"),
    ]

    private static func text(_ changes: [(String, String)]) throws -> String {
        var text = try String(contentsOfFile: file, encoding: .utf8)
        for (old, new) in changes {
            guard text.contains(old) else { throw BuiltFiles.Missing(description: "lumie.yaml has no \"\(old)\"") }
            text = text.replacingOccurrences(of: old, with: new)
        }
        return text
    }

    private func listenerPort() throws -> Int? {
        struct Run: Decodable { var listeners: [String: String] }
        guard let data = FileManager.default.contents(atPath: folder.path + "/var/host.json"),
            let run = try? JSONDecoder().decode(Run.self, from: data)
        else { return nil }
        return run.listeners["grading"]?.split(separator: ":").last.flatMap { Int($0) }
    }

    var log: String { host.log }

    /// Of the processor's own listener.
    func get(_ path: String) throws -> HTTPClient.Answer { try HTTPClient(port: port).send("GET", path) }

    /// The value of the series of this name and these labels, on the processor's own listener; nil when there is none.
    func metric(_ name: String, _ labels: [String: String] = [:]) throws -> Double? {
        Self.value(of: name, labels, in: try get("/metrics").text)
    }

    /// The same on the host's admin listener.
    func hostMetric(_ name: String, _ labels: [String: String] = [:]) throws -> Double? {
        Self.value(of: name, labels, in: try host.admin().send("GET", "/metrics").text)
    }

    private static func value(of name: String, _ labels: [String: String], in text: String) -> Double? {
        series(text).first { $0.name == name && labels.allSatisfy($0.labels.contains) }?.value
    }

    struct Series {
        var name: String
        var labels: [String: String]
        var value: Double
    }

    static func series(_ text: String) -> [Series] {
        text.split(separator: "\n").compactMap { line in
            guard let match = line.wholeMatch(of: /([a-z_]+)(?:\{(.*)\})? (\S+)/), let value = Double(match.3) else {
                return nil
            }
            let labels = (match.2 ?? "").matches(of: /([a-z_]+)="([^"]*)"/).map { (String($0.1), String($0.2)) }
            return Series(
                name: String(match.1), labels: Dictionary(labels, uniquingKeysWith: { $1 }), value: value)
        }
    }

    func wait(_ what: String, until fact: () throws -> Bool) throws { try host.wait(what, until: fact) }

    /// Runs the command line on this deployment.
    func proctor(_ arguments: String...) throws -> CommandResult {
        try Command.run(arguments + ["--config", configuration], environment: environment)
    }

    /// Ends the host, which has to succeed and to have told no secret.
    func finish(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(host.stop() == 0, sourceLocation: sourceLocation)
        for secret in around.secrets {
            #expect(!log.contains(secret), "the log shows \(secret)", sourceLocation: sourceLocation)
        }
    }
}

extension Dictionary<String, String> {
    fileprivate func contains(_ label: (key: String, value: String)) -> Bool { self[label.key] == label.value }
}
