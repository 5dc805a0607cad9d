import Foundation
import Glibc
import HostThreads
import ScriptedServer

/// A server of the system's, started by a test on loopback and ended with it. What it needs lies in a folder of its own.
final class PeerProcess {
    private let process = Process()
    let port: UInt16

    /// - Parameters:
    ///   - program: one of Debian's; without it the test fails.
    ///   - arguments: given the port that it is to listen on.
    init(_ program: String, in folder: URL, arguments: (UInt16) -> [String]) throws {
        let place = try ScriptedServer { _ in }
        port = place.port
        place.stop()
        let paths = ["/usr/bin/", "/usr/sbin/"].map { $0 + program }
        guard let path = paths.first(where: { access($0, X_OK) == 0 }) else {
            throw ScriptedFailure("\(program) is missing: install Debian's package that has it")
        }
        process.executableURL = URL(fileURLWithPath: path)
        process.arguments = arguments(port)
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        for _ in 0..<1_000 where process.isRunning {
            if Self.accepts(port) { return }
            _ = Gate().wait(.milliseconds(10))
        }
        stop()
        throw ScriptedFailure("\(program) does not listen")
    }

    func stop() {
        // Threads of the test's pool block signals, and so do the processes that they start: only this one gets through.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    private static func accepts(_ port: UInt16) -> Bool {
        let probe = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(probe) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(probe, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}

/// An own authority and what it signed, made by the openssl command in a temporary folder.
final class Certificates {
    let folder = URL(fileURLWithPath: NSTemporaryDirectory()).appendingPathComponent(
        "certificates-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try authority("ca")
        try authority("other")
        try certificate("server", name: "IP:127.0.0.1")
        try certificate("misnamed", name: "DNS:elsewhere.example")
        try certificate("client", name: "DNS:client.example")
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    private func authority(_ name: String) throws {
        try openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=\(name)", "-keyout", "\(name).key", "-out", "\(name).pem",
        ])
    }

    private func certificate(_ file: String, name: String) throws {
        try openssl([
            "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=\(file)",
            "-addext", "subjectAltName=\(name)", "-keyout", "\(file).key", "-out", "\(file).csr",
        ])
        try openssl([
            "x509", "-req", "-in", "\(file).csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
            "-copy_extensions", "copy", "-out", "\(file).pem",
        ])
    }

    private func openssl(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw ScriptedFailure("openssl \(arguments[0]) failed") }
    }
}
