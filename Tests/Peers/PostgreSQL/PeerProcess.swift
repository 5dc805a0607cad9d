import Foundation

/// A process of the server's user.
final class PeerProcess: @unchecked Sendable {  // `Process` is used under the peer's lock, and by the exit handler
    private let process: Process

    var isRunning: Bool { process.isRunning }

    /// Starts it; its output goes to `log`. It is ended with this process.
    init(_ command: [String], log: String) throws {
        process = try Self.prepared(command, environment: [:], asServer: true)
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        process.standardError = FileHandle(forWritingAtPath: log)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        PeerFolder.endAtExit(process.processIdentifier)
    }

    func send(_ signal: Int32) { kill(process.processIdentifier, signal) }

    func wait() {
        process.waitUntilExit()
        PeerFolder.ended(process.processIdentifier)
    }

    /// To it and all its children: each is a session of its own, which no signal to a group reaches.
    func sendToAll(_ signal: Int32) {
        send(signal)
        let parent = "\(process.processIdentifier)"
        for entry in (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [] {
            guard let child = pid_t(entry),
                let text = try? String(contentsOfFile: "/proc/\(entry)/stat", encoding: .utf8),
                // After the name in parentheses: state, parent.
                let rest = text.split(separator: ")").last?.split(separator: " "), rest.count > 1, rest[1] == parent
            else { continue }
            kill(child, signal)
        }
    }

    /// Runs a command to its end and returns what it printed.
    @discardableResult
    static func run(
        _ command: [String], environment: [String: String] = [:], asServer: Bool = true
    ) throws -> String {
        let process = try prepared(command, environment: environment, asServer: asServer)
        let (output, error) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = error
        try process.run()
        let printed = output.fileHandleForReading.readDataToEndOfFile()
        let complaint = error.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw PostgreSQLPeer.Failure(
                description: "\(command[0]) failed: \(String(decoding: complaint, as: UTF8.self))")
        }
        return String(decoding: printed, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    private static func prepared(
        _ command: [String], environment: [String: String], asServer: Bool
    ) throws -> Process {
        let process = Process()
        let asUser = ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        let whole = asServer && getuid() == 0 ? asUser + command : command
        process.executableURL = URL(fileURLWithPath: whole[0])
        process.arguments = Array(whole.dropFirst())
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        process.currentDirectoryURL = URL(fileURLWithPath: "/tmp")
        process.standardInput = FileHandle.nullDevice
        return process
    }
}
