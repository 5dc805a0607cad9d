import Foundation
import Loopback

/// A real host process on loopback, with a folder of its own; ended with the test.
final class HostUnderTest {
    let folder: TemporaryFolder
    private var host: RunningHost
    private let environment: [String: String]

    var pid: pid_t { host.pid }
    var httpPort: Int { host.httpPort }
    var log: String { host.log }
    var isRunning: Bool { host.isRunning }

    /// - Parameters:
    ///   - plugins: files, and the names they get in the plugin folder.
    ///   - processors: the `processors:` part of plugins.yaml, indented by two.
    ///   - host: further lines of the `host:` part, indented by two.
    init(
        plugins: [(source: String, name: String)], processors: String, host: String = "",
        environment: [String: String] = [:]
    ) throws {
        folder = try TemporaryFolder()
        self.environment = environment
        self.host = Self.host(in: folder)
        try FileManager.default.createDirectory(
            atPath: folder.path + "/plugins", withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        for plugin in plugins { try folder.install(plugin.source, as: "plugins/" + plugin.name) }
        try configure(processors: processors, host: host)
    }

    /// Writes plugins.yaml; a reload makes it effective.
    func configure(processors: String, host: String = "") throws {
        try folder.write(
            """
            version: 1
            host:
              http: { listen: "127.0.0.1:0" }
              admin: { listen: "127.0.0.1:0" }
            \(host)
            processors:
            \(processors)

            """, to: "plugins.yaml")
    }

    private static func host(in folder: TemporaryFolder) -> RunningHost {
        RunningHost(config: folder.path + "/plugins.yaml", state: folder.path + "/var", logFile: folder.path + "/log")
    }

    func start() throws { try host.start(proctor: BuiltFiles.proctor(), environment: environment) }

    /// Ends it without a farewell, as a crash or a power cut does, and waits until it is gone.
    func kill() { host.kill() }

    /// Starts a new process on the same folder after the last one has ended.
    func startAgain() throws {
        host = Self.host(in: folder)
        try start()
    }

    /// Runs the command line on this host's configuration.
    func proctor(_ arguments: String...) throws -> CommandResult {
        try CommandResult.run(
            BuiltFiles.proctor(), [arguments[0]] + arguments.dropFirst() + ["--config", folder.path + "/plugins.yaml"])
    }

    func wait(_ what: String, seconds: Double = 30, until fact: () throws -> Bool) throws {
        try host.wait(what, seconds: seconds, until: fact)
    }

    func signal(_ number: Int32) { host.signal(number) }

    @discardableResult
    func stop() -> Int32 { host.stop() }

    func client() throws -> HTTPClient { try host.client() }
    func admin() throws -> HTTPClient { try host.admin() }

    /// The status document.
    func status() throws -> [String: Any] {
        let answer = try admin().send("GET", "/status")
        return (try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]) ?? [:]
    }

    /// Reloads over the admin listener and returns the report.
    func reload() throws -> [String: Any] {
        let answer = try admin().send("POST", "/reload")
        return (try JSONSerialization.jsonObject(with: Data(answer.body)) as? [String: Any]) ?? [:]
    }

    func metric(_ line: String) throws -> Double? {
        let text = try admin().send("GET", "/metrics").text
        return text.split(separator: "\n").first { $0.hasPrefix(line + " ") }
            .flatMap { Double($0.dropFirst(line.count + 1)) }
    }
}
