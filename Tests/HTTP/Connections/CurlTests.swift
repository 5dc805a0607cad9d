import Foundation
import HostConfiguration
import Testing

extension Served {
    /// The contract as a client sees it that is kept by others.
    @Suite("curl as a client", .serialized) struct CurlTests {
        @Test("posts, waits for 100 Continue, streams, heads and a Unix socket work with curl")
        func curl() throws {
            let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
                "curl-\(UUID().uuidString.prefix(8))")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let socket = folder.appendingPathComponent("jobs.sock").path
            let served = try ServedSource(
                [
                    .http("POST", "/echo"), .http("POST", "/stream", operation: "test.stream"),
                    .http("GET", "/seen/{id}", operation: "test.seen"), .http("POST", "/echo", listener: "unix"),
                ],
                listeners: [
                    .loopback(), .loopback("unix") { $0.address = .unix(path: socket) },
                ])
            defer { served.close() }
            guard case .tcp(_, let port) = try served.address() else { return }
            let base = "http://127.0.0.1:\(port)"
            let file = folder.appendingPathComponent("large")
            let large = Data(repeating: 0x61, count: 3_000_000)
            try large.write(to: file)

            #expect(try run(["\(base)/echo", "-d", "hello"]) == "hello")
            // A body beyond 1 MiB makes curl ask first.
            #expect(try run(["\(base)/echo", "--data-binary", "@\(file.path)"]).utf8.count == large.count)
            #expect(
                try run(["\(base)/echo", "-H", "Transfer-Encoding: chunked", "--data-binary", "@\(file.path)"]).utf8
                    .count == large.count)
            #expect(try run(["\(base)/stream", "-d", "500 1000"]).utf8.count == 500_000)
            #expect(
                try run(["-N", "-H", "Accept: text/event-stream", "\(base)/stream", "-d", "2 1"])
                    == "data: x\n\ndata: x\n\n")
            #expect(try run(["-I", "\(base)/seen/7"]).hasPrefix("HTTP/1.1 200"))
            #expect(try run(["-0", "\(base)/echo", "-d", "old"]) == "old")
            #expect(try run(["\(base)/seen/a%2Fb?q=x%20y"]).contains(#""parameter-id":"a/b","parameter-q":"x y""#))
            #expect(try run(["-w", "%{http_code}", "\(base)/none"]).hasSuffix("404"))
            #expect(try run(["--unix-socket", socket, "http://any/echo", "-d", "local"]) == "local")
            #expect(
                try run([
                    "\(base)/echo", "-d", "1", "--next", "-sS", "\(base)/echo", "-d", "2", "-w", "%{num_connects}",
                ]) == "120")
        }

        private func run(_ arguments: [String]) throws -> String {
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = ["curl", "-sS", "--max-time", "20"] + arguments
            let pipe = Pipe()
            process.standardOutput = pipe
            try process.run()
            let output = pipe.fileHandleForReading.readDataToEndOfFile()
            process.waitUntilExit()
            return String(decoding: output, as: UTF8.self)
        }
    }
}
