import Glibc

/// A client over one blocking connection that writes the very bytes that a test says.
final class RawClient {
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    struct Answer {
        let version: String
        let status: Int
        let headers: [(name: String, value: String)]
        let body: [UInt8]

        var text: String { String(decoding: body, as: UTF8.self) }
        subscript(name: String) -> String? { headers.first { $0.name == name.lowercased() }?.value }
    }

    private let socket: Int32
    private var buffer: [UInt8] = []

    /// - Parameter receiveBuffer: bytes that the kernel keeps for a client that does not read; nil leaves it to it.
    init(port: Int, timeout: Int = 10, receiveBuffer: Int32? = nil) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        if var size = receiveBuffer {
            setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
        }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        try connect(&address, timeout: timeout)
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
    }

    init(path: String) throws {
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix($0.count - 1)) }
        try connect(&address, timeout: 10)
    }

    private func connect<Address>(_ address: inout Address, timeout: Int) throws {
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard connected == 0 else {
            let reason = String(cString: strerror(errno))
            throw Broken(description: "connect: \(reason)")
        }
    }

    deinit { close(socket) }

    // MARK: Writing

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func send(_ bytes: [UInt8]) throws {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Broken(description: "send: \(String(cString: strerror(errno)))") }
            rest = rest.dropFirst(count)
        }
    }

    /// Says that nothing more will come.
    func finishSending() { shutdown(socket, Int32(SHUT_WR)) }

    /// Sends a well-formed request and reads its answer.
    func ask(
        _ method: String, _ target: String, body: String = "", headers: [(String, String)] = []
    ) throws -> Answer {
        let fields = headers.map { "\($0.0): \($0.1)\r\n" }.joined()
        let length = body.isEmpty ? "" : "Content-Length: \(body.utf8.count)\r\n"
        try send("\(method) \(target) HTTP/1.1\r\nHost: test\r\n\(fields)\(length)\r\n\(body)")
        return try answer(to: method)
    }

    // MARK: Reading

    /// Reads one answer; informational ones are left out.
    func answer(to method: String = "GET") throws -> Answer {
        while true {
            let lines = try line(endingWith: [13, 10, 13, 10]).split(separator: "\r\n")
            let start = lines.first?.split(separator: " ") ?? []
            guard start.count > 1, let status = Int(start[1]) else { throw Broken(description: "no status line") }
            if status == 100 { continue }
            let headers = lines.dropFirst().map { line -> (name: String, value: String) in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (parts[0].lowercased(), parts.count > 1 ? String(parts[1].drop { $0 == " " }) : "")
            }
            let answer = Answer(version: String(start[0]), status: status, headers: headers, body: [])
            let body = method == "HEAD" || status == 204 ? [] : try self.body(of: answer)
            return Answer(version: answer.version, status: status, headers: headers, body: body)
        }
    }

    private func body(of answer: Answer) throws -> [UInt8] {
        if answer["transfer-encoding"] == "chunked" {
            var body: [UInt8] = []
            while let chunk = try chunk() { body += chunk }
            return body
        }
        if let length = answer["content-length"].flatMap({ Int($0) }) { return try take(length) }
        return readToEnd()
    }

    /// The next chunk of a chunked body; nil after the last.
    func chunk() throws -> [UInt8]? {
        guard let size = Int(try line(endingWith: [13, 10]), radix: 16) else { throw Broken(description: "no chunk") }
        let chunk = try take(size)
        _ = try take(2)
        return size == 0 ? nil : chunk
    }

    /// The text up to `end`, which is taken too.
    func line(endingWith end: [UInt8]) throws -> String {
        while true {
            if let range = buffer.firstRange(of: end) {
                defer { buffer.removeFirst(range.upperBound) }
                return String(decoding: buffer[..<range.lowerBound], as: UTF8.self)
            }
            try fill()
        }
    }

    func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    /// Everything until the other side closes, or this one's patience ends.
    func readToEnd() -> [UInt8] {
        while (try? fill()) != nil {}
        defer { buffer = [] }
        return buffer
    }

    /// Whether the other side closes, without another byte.
    var isClosed: Bool {
        guard buffer.isEmpty else { return false }
        var byte: UInt8 = 0
        let count = recv(socket, &byte, 1, 0)
        return count == 0 || (count < 0 && errno == ECONNRESET)
    }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else {
            throw Broken(description: count == 0 ? "closed" : String(cString: strerror(errno)))
        }
        buffer += chunk.prefix(count)
    }
}
