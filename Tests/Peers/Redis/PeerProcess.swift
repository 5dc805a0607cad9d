import Foundation
import Glibc
import HostThreads

/// A server's process, ended with this object.
final class PeerProcess: Sendable {
    private struct State {
        var process: Process?
    }

    private let state = Guarded(State())
    private let arguments: [String]
    private let log: String

    /// - Parameters:
    ///   - arguments: the command and what it gets.
    ///   - log: where its output goes.
    init(_ arguments: [String], log: String) {
        self.arguments = arguments
        self.log = log
    }

    deinit { kill() }

    var isRunning: Bool { state.withLock { $0.process?.isRunning ?? false } }

    /// Starts it and waits until its port is open.
    func start(port: Int) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        if !FileManager.default.fileExists(atPath: log) {
            _ = FileManager.default.createFile(atPath: log, contents: nil)
        }
        let output = FileHandle(forWritingAtPath: log)
        _ = try output?.seekToEnd()
        process.standardOutput = output
        process.standardError = output
        process.standardInput = FileHandle.nullDevice
        try process.run()
        state.withLock { $0.process = process }
        for _ in 0..<5_000 {
            if FreePort.isOpen(port) { return }
            guard process.isRunning else { break }
            usleep(2_000)
        }
        let said = (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
        throw PeerFailure("\(arguments.first ?? "") did not start (is it installed?): \(said.suffix(1_000))")
    }

    func signal(_ number: Int32) {
        state.withLock { state in
            if let process = state.process, process.isRunning { Glibc.kill(process.processIdentifier, number) }
        }
    }

    /// Ends it without a farewell, and waits until it is gone.
    func kill() {
        let process = state.withLock { state in
            defer { state.process = nil }
            return state.process
        }
        guard let process else { return }
        if process.isRunning { Glibc.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
    }
}
