import Glibc

/// One connection of a ``ScriptedServer``; its script's thread reads and writes, and blocks.
package final class ScriptedConnection: @unchecked Sendable {  // `close` alone is called by another thread: a shutdown
    private let socket: Int32
    private var input: [UInt8] = []

    init(_ socket: Int32) { self.socket = socket }

    /// The next request, its body by its Content-Length; nil when the client has gone.
    package func request() throws -> ScriptedRequest? {
        while true {
            if let end = input.firstRange(of: Array("\r\n\r\n".utf8)) {
                var request = ScriptedRequest(head: String(decoding: input[..<end.lowerBound], as: UTF8.self))
                input.removeSubrange(..<end.upperBound)
                let length = Int(request["content-length"] ?? "0") ?? 0
                while input.count < length { guard try read() else { return nil } }
                request.body = Array(input.prefix(length))
                input.removeFirst(length)
                return request
            }
            guard try read() else { return nil }
        }
    }

    package func send(_ text: String) throws { try send(Array(text.utf8)) }

    package func send(_ bytes: [UInt8]) throws {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { throw ScriptedFailure("the client has gone") }
            sent += count
        }
    }

    /// An answer with a Content-Length.
    package func answer(_ status: Int = 200, _ body: String = "", headers: [String] = []) throws {
        let lines = ["HTTP/1.1 \(status) Scripted", "Content-Length: \(body.utf8.count)"] + headers
        try send(lines.joined(separator: "\r\n") + "\r\n\r\n" + body)
    }

    /// The head of an answer whose chunks follow.
    package func answerChunked(_ status: Int = 200) throws {
        try send("HTTP/1.1 \(status) Scripted\r\nTransfer-Encoding: chunked\r\n\r\n")
    }

    package func chunk(_ text: String) throws { try send(String(text.utf8.count, radix: 16) + "\r\n" + text + "\r\n") }

    package func endChunks() throws { try send("0\r\n\r\n") }

    /// How many of these bytes the client's side takes now, without waiting.
    package func offer(_ bytes: [UInt8]) -> Int {
        bytes.withUnsafeBytes {
            max(0, Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT)))
        }
    }

    /// Waits until the client has closed.
    package func waitForEnd() { while (try? read()) == true {} }

    /// From now on the connection is lost, for whoever reads or writes it.
    package func close() { shutdown(socket, Int32(SHUT_RDWR)) }

    /// Ends it with a reset instead of an orderly end.
    package func resetAtEnd() {
        var now = linger(l_onoff: 1, l_linger: 0)
        setsockopt(socket, SOL_SOCKET, SO_LINGER, &now, socklen_t(MemoryLayout<linger>.size))
    }

    /// Reads raw bytes, for scripts that do not speak HTTP; empty at the end.
    package func take() throws -> [UInt8] {
        if input.isEmpty { _ = try read() }
        defer { input = [] }
        return input
    }

    func end() { Glibc.close(socket) }

    private func read() throws -> Bool {
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        let count = recv(socket, &buffer, buffer.count, 0)
        guard count >= 0 else { throw ScriptedFailure("the connection is lost") }
        input += buffer.prefix(count)
        return count > 0
    }
}

/// A request as it came.
package struct ScriptedRequest: Sendable {
    package let method: String
    /// Path and query, as they came.
    package let target: String
    /// Lower-case names.
    package let headers: [(name: String, value: String)]
    package var body: [UInt8] = []

    init(head: String) {
        let lines = head.split(separator: "\r\n").map(String.init)
        let words = (lines.first ?? "").split(separator: " ").map(String.init)
        method = words.first ?? ""
        target = words.count > 1 ? words[1] : ""
        headers = lines.dropFirst().map { line in
            let parts = line.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            let value = parts.count > 1 ? parts[1].drop { $0 == " " } : ""
            return (parts[0].lowercased(), String(value))
        }
    }

    /// The first value of a header, by its lower-case name.
    package subscript(name: String) -> String? { headers.first { $0.name == name }?.value }
}
