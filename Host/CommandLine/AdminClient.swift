import ArgumentParser
import Glibc

/// Asks a running host's admin listener: one HTTP/1.1 request a connection, on loopback.
struct AdminClient {
    let host: String
    let port: UInt16

    /// - Returns: the status and the body.
    func send(_ method: String, _ path: String) throws -> (status: Int, body: String) {
        let request = "\(method) \(path) HTTP/1.1\r\nHost: \(host)\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
        guard let answer = exchange(Array(request.utf8)) else {
            StandardError.print("no host answers on \(host):\(port): \(String(cString: strerror(errno)))")
            throw ExitCode.unavailable
        }
        let text = String(decoding: answer, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 "), let status = Int(text.dropFirst(9).prefix(3)),
            case let parts = text.split(separator: "\r\n\r\n", maxSplits: 1), !parts.isEmpty
        else {
            StandardError.print("\(host):\(port) does not answer as a Proctor host does")
            throw ExitCode.unavailable
        }
        return (status, parts.count > 1 ? String(parts[1]) : "")
    }

    private func exchange(_ request: [UInt8]) -> [UInt8]? {
        let isIPv6 = host.contains(":")
        let socket = Glibc.socket(
            isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        defer { close(socket) }
        var timeout = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
        guard isIPv6 ? connect6(socket) : connect4(socket) else { return nil }
        guard Glibc.send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else { return nil }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(socket, &chunk, chunk.count, 0)
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return count == 0 ? answer : nil }
            answer += chunk.prefix(count)
        }
    }

    private func connect4(_ socket: Int32) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        guard inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host, &address.sin_addr) == 1 else { return false }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private func connect6(_ socket: Int32) -> Bool {
        var address = sockaddr_in6()
        address.sin6_family = sa_family_t(AF_INET6)
        address.sin6_port = port.bigEndian
        guard inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else { return false }
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
            }
        }
    }
}
