import Foundation

/// A plain HTTP/1.1 client over one blocking, kept connection, so that a test sees the very bytes.
package final class HTTPClient {
    package struct Answer: Sendable {
        package let status: Int
        package let headers: [String: String]
        package let body: [UInt8]
        package var text: String { String(decoding: body, as: UTF8.self) }
        package var json: [String: Any] {
            (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
        }
    }

    package struct Broken: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    private let socket: Int32
    private var buffer: [UInt8] = []

    package init(port: Int, timeout: Int = 60) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var one: Int32 = 1
        setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &one, socklen_t(MemoryLayout<Int32>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            throw Broken(description: "connect to \(port): \(String(cString: strerror(errno)))")
        }
    }

    deinit { close(socket) }

    package func send(
        _ method: String, _ path: String, body: [UInt8] = [], headers: [String: String] = [:]
    ) throws -> Answer {
        try write(method, path, body: body, headers: headers)
        return try read()
    }

    package func post(_ path: String, json: String, headers: [String: String] = [:]) throws -> Answer {
        try send(
            "POST", path, body: Array(json.utf8),
            headers: ["Content-Type": "application/json"].merging(headers) { $1 })
    }

    package func write(_ method: String, _ path: String, body: [UInt8] = [], headers: [String: String] = [:]) throws {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n"
        for (name, value) in headers { head += "\(name): \(value)\r\n" }
        var rest = (Array((head + "\r\n").utf8) + body)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { throw Broken(description: "send: \(String(cString: strerror(errno)))") }
            rest = rest.dropFirst(count)
        }
    }

    package func read() throws -> Answer {
        let lines = try readHead().split(separator: "\r\n")
        guard let status = lines.first.flatMap({ Int($0.split(separator: " ")[1]) }) else {
            throw Broken(description: "no status line")
        }
        var headers: [String: String] = [:]
        for line in lines.dropFirst() {
            let parts = line.split(separator: ":", maxSplits: 1)
            headers[parts[0].lowercased()] = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        if headers["transfer-encoding"] == "chunked" {
            return Answer(status: status, headers: headers, body: try readChunks())
        }
        return Answer(status: status, headers: headers, body: try take(Int(headers["content-length"] ?? "0") ?? 0))
    }

    /// Posts a form with one file and text fields (RFC 7578).
    package func post(
        _ path: String, file: (part: String, name: String, mediaType: String, bytes: [UInt8])?, fields: [String: String]
    ) throws -> Answer {
        let boundary = "loopback-client-boundary"
        var body: [UInt8] = []
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            body += Array("--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\"\r\n\r\n\(value)\r\n".utf8)
        }
        if let file {
            let head =
                "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(file.part)\"; filename=\"\(file.name)\""
            body += Array("\(head)\r\nContent-Type: \(file.mediaType)\r\n\r\n".utf8) + file.bytes + Array("\r\n".utf8)
        }
        body += Array("--\(boundary)--\r\n".utf8)
        return try send(
            "POST", path, body: body, headers: ["Content-Type": "multipart/form-data; boundary=\(boundary)"])
    }

    private func readHead() throws -> String {
        while true {
            if let end = buffer.firstRange(of: [13, 10, 13, 10]) {
                let head = String(decoding: buffer[..<end.lowerBound], as: UTF8.self)
                buffer.removeFirst(end.upperBound)
                return head
            }
            try fill()
        }
    }

    private func readChunks() throws -> [UInt8] {
        var body: [UInt8] = []
        while true {
            while buffer.firstRange(of: [13, 10]) == nil { try fill() }
            guard let end = buffer.firstRange(of: [13, 10]),
                let size = Int(String(decoding: buffer[..<end.lowerBound], as: UTF8.self), radix: 16)
            else { throw Broken(description: "no chunk size") }
            buffer.removeFirst(end.upperBound)
            body += try take(size)
            _ = try take(2)
            if size == 0 { return body }
        }
    }

    private func take(_ count: Int) throws -> [UInt8] {
        while buffer.count < count { try fill() }
        defer { buffer.removeFirst(count) }
        return Array(buffer.prefix(count))
    }

    private func fill() throws {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        let count = recv(socket, &chunk, chunk.count, 0)
        guard count > 0 else {
            throw Broken(description: count == 0 ? "the host closed the connection" : String(cString: strerror(errno)))
        }
        buffer += chunk.prefix(count)
    }
}
