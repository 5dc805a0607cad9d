import Foundation
import HostConfiguration
import PythonPeer

/// moto's S3 server, in a process of its own on loopback. It ends with this object, and with the test's process.
package final class S3Server: @unchecked Sendable {  // `process` and `input` are changed by the test's own thread alone
    package struct Broken: Error, CustomStringConvertible {
        package let description: String
    }

    private struct Ready: Decodable {
        let port: Int
        let access: String
        let secret: String
    }

    package let bucket: String
    package let port: Int
    package private(set) var accessKey: String
    package private(set) var secretKey: String
    private let options: [String]
    private var process: Process
    private var input: Pipe

    /// - Parameters:
    ///   - isVerifying: whether it checks signatures and refuses others than ``accessKey``.
    ///   - objects: how many objects are there from the start, `filled/scan 0` and so on.
    ///   - folder: its files are there from the start, under their paths in it.
    package init(
        bucket: String = "exams", isVerifying: Bool = false, objects: Int = 0, folder: String? = nil
    ) throws {
        self.bucket = bucket
        options = (isVerifying ? ["verify"] : []) + [String(objects)] + (folder.map { ["from=\($0)"] } ?? [])
        let (process, input, ready) = try Self.start(port: 0, bucket, options)
        self.process = process
        self.input = input
        (port, accessKey, secretKey) = (ready.port, ready.access, ready.secret)
    }

    deinit { kill() }

    package var endpoint: String { "http://127.0.0.1:\(port)" }

    package func settings(prefix: String = "") -> S3Settings {
        var settings = S3Settings(
            bucket: bucket, endpoint: endpoint, accessKey: accessKey, secretKey: Secret(secretKey))
        settings.prefix = prefix
        settings.retry = RetryPolicy(attempts: 3, first: .milliseconds(50), most: .milliseconds(200))
        return settings
    }

    /// Ends it as a crash would.
    package func kill() {
        Glibc.kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
    }

    /// Starts it again on the same port; its bucket is as it was at the first start.
    package func restart() throws {
        let (process, input, ready) = try Self.start(port: port, bucket, options)
        (self.process, self.input) = (process, input)
        (accessKey, secretKey) = (ready.access, ready.secret)
    }

    private static func start(port: Int, _ bucket: String, _ options: [String]) throws -> (Process, Pipe, Ready) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: try PythonEnvironment.interpreter())
        process.arguments =
            [PythonEnvironment.script("s3_server.py"), String(port), bucket] + options
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // A line when it is ready; the end of the file when it is not to be.
        var line = Data()
        while line.last != UInt8(ascii: "\n"), let piece = try output.fileHandleForReading.read(upToCount: 1) {
            line += piece
        }
        guard let ready = try? JSONDecoder().decode(Ready.self, from: line) else {
            process.terminate()
            throw Broken(description: "moto did not start on port \(port)")
        }
        return (process, input, ready)
    }
}
