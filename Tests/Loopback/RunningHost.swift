import Foundation

/// A real host process on loopback.
package final class RunningHost {
    package private(set) var httpPort = 0
    package private(set) var adminPort = 0
    package let logFile: String
    private let process = Process()
    private let config: String
    private let state: String

    package var pid: pid_t { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }
    package var log: String { (try? String(contentsOfFile: logFile, encoding: .utf8)) ?? "" }

    /// - Parameters:
    ///   - config: plugins.yaml.
    ///   - state: its `host.state`, where the host writes down its ports.
    package init(config: String, state: String, logFile: String) {
        self.config = config
        self.state = state
        self.logFile = logFile
    }

    /// Starts it and waits until both listeners are open.
    package func start(proctor: String, environment: [String: String] = [:], in folder: String? = nil) throws {
        try launch([proctor], environment: environment, in: folder)
        try waitUntilReady()
    }

    /// Starts it, and does not wait.
    ///
    /// - Parameter command: the host's executable, after a command that ends in becoming it, if any.
    package func launch(_ command: [String], environment: [String: String] = [:], in folder: String? = nil) throws {
        _ = FileManager.default.createFile(atPath: logFile, contents: nil)
        process.executableURL = URL(fileURLWithPath: command[0])
        process.arguments = command.dropFirst() + ["run", "--config", config]
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        if let folder { process.currentDirectoryURL = URL(fileURLWithPath: folder) }
        process.standardError = FileHandle(forWritingAtPath: logFile)
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try? FileManager.default.removeItem(atPath: state + "/host.json")
        try process.run()
    }

    package func waitUntilReady() throws {
        try wait("the host to be ready") {
            guard let data = FileManager.default.contents(atPath: state + "/host.json"),
                let run = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
                let http = (run["http"] as? String)?.split(separator: ":").last.flatMap({ Int($0) }),
                let admin = (run["admin"] as? String)?.split(separator: ":").last.flatMap({ Int($0) })
            else {
                guard process.isRunning else { throw BuiltFiles.Missing(description: "the host ended: \(log)") }
                return false
            }
            (httpPort, adminPort) = (http, admin)
            return true
        }
    }

    /// Waits for a fact, looking often; the time is only a bound for a test that fails.
    package func wait(_ what: String, seconds: Double = 30, until fact: () throws -> Bool) throws {
        let end = Date().addingTimeInterval(seconds)
        while try !fact() {
            guard Date() < end else { throw BuiltFiles.Missing(description: "waited in vain for \(what); log: \(log)") }
            usleep(2_000)
        }
    }

    package func signal(_ number: Int32) { Glibc.kill(pid, number) }

    /// The exit code of a process that ends by itself.
    package func waitForExit(seconds: Double = 30) throws -> Int32 {
        try wait("the host to end", seconds: seconds) { !process.isRunning }
        process.waitUntilExit()
        return process.terminationStatus
    }

    /// Ends it without a farewell, and waits until it is gone.
    package func kill() {
        if process.isRunning { Glibc.kill(pid, SIGKILL) }
        process.waitUntilExit()
    }

    /// Ends it as an operator does, and waits for the end.
    @discardableResult
    package func stop() -> Int32 {
        if process.isRunning { Glibc.kill(pid, SIGTERM) }
        process.waitUntilExit()
        return process.terminationStatus
    }

    deinit {
        if process.isRunning {
            Glibc.kill(pid, SIGKILL)
            process.waitUntilExit()
        }
    }

    package func client() throws -> HTTPClient { try HTTPClient(port: httpPort) }
    package func admin() throws -> HTTPClient { try HTTPClient(port: adminPort) }
}
