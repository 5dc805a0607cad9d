import Foundation
import Loopback

/// A real host process on loopback, with a folder of its own; ended with the test.
final class HostUnderTest {
    let folder: TemporaryFolder
    private var host: RunningHost
    private var starts = 1
    private let environment: [String: String]

    var pid: pid_t { host.pid }
    var httpPort: Int { host.httpPort }
    var log: String { host.log }
    /// Of all processes that this test has started here.
    var logs: String {
        (1...starts).map { (try? String(contentsOfFile: Self.logFile(folder, $0), encoding: .utf8)) ?? "" }.joined()
    }
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
        self.host = Self.host(in: folder, start: 1)
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

    private static func host(in folder: TemporaryFolder, start: Int) -> RunningHost {
        RunningHost(
            config: folder.path + "/plugins.yaml", state: folder.path + "/var", logFile: logFile(folder, start))
    }

    private static func logFile(_ folder: TemporaryFolder, _ start: Int) -> String { "\(folder.path)/log-\(start)" }

    func start() throws { try host.start(proctor: BuiltFiles.proctor(), environment: environment) }

    /// Starts it and does not wait until it is ready.
    ///
    /// - Parameter command: runs before, with the host as its last argument, and becomes it.
    func launch(through command: [String] = []) throws {
        try host.launch(command + [BuiltFiles.proctor()], environment: environment)
    }

    func waitUntilReady() throws { try host.waitUntilReady() }

    func waitForExit(seconds: Double = 30) throws -> Int32 { try host.waitForExit(seconds: seconds) }

    /// Ends it without a farewell, as a crash or a power cut does, and waits until it is gone.
    func kill() { host.kill() }

    /// Starts a new process on the same folder after the last one has ended.
    func startAgain() throws {
        prepareAgain()
        try start()
    }

    /// What `launch` needs after the last process has ended.
    func prepareAgain() {
        starts += 1
        host = Self.host(in: folder, start: starts)
    }

    /// Runs the command line on this host's configuration.
    func proctor(_ arguments: String...) throws -> CommandResult { try run(arguments) }

    func run(_ arguments: [String]) throws -> CommandResult {
        try CommandResult.run(BuiltFiles.proctor(), arguments + ["--config", folder.path + "/plugins.yaml"])
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
