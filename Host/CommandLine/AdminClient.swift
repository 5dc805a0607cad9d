import ArgumentParser
import Glibc
import HostConfiguration
import HostHTTP

/// Asks a running host's admin listener: one HTTP/1.1 request a connection, over loopback or a Unix socket.
struct AdminClient {
    let address: ListenerSettings.Address
    /// What the listener wants to see, if anything.
    let token: Secret?

    /// - Returns: the status and the body.
    func send(_ method: String, _ path: String) throws -> (status: Int, body: String) {
        var head = "\(method) \(path) HTTP/1.1\r\nHost: proctor\r\nConnection: close\r\nContent-Length: 0\r\n"
        if let token { head += "Authorization: Bearer \(token.value)\r\n" }
        guard let answer = exchange(Array((head + "\r\n").utf8)) else {
            StandardError.print("no host answers on \(address.text): \(String(cString: strerror(errno)))")
            throw ExitCode.unavailable
        }
        let text = String(decoding: answer, as: UTF8.self)
        guard text.hasPrefix("HTTP/1.1 "), let status = Int(text.dropFirst(9).prefix(3)),
            case let parts = text.split(separator: "\r\n\r\n", maxSplits: 1), !parts.isEmpty
        else {
            StandardError.print("\(address.text) does not answer as a Proctor host does")
            throw ExitCode.unavailable
        }
        if status == 401 || status == 403 {
            StandardError.print(
                "\(address.text) wants a token: host.admin.token of the file given with --config is not it")
            throw ExitCode.unavailable
        }
        return (status, parts.count > 1 ? String(parts[1]) : "")
    }

    private func exchange(_ request: [UInt8]) -> [UInt8]? {
        guard let socket = connected() else { return nil }
        defer { close(socket) }
        var timeout = timeval(tv_sec: 120, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &timeout, socklen_t(MemoryLayout<timeval>.size))
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

    /// A connected socket, which the caller closes; nil with `errno` set.
    private func connected() -> Int32? {
        switch address {
        case .unix(let path):
            var address = sockaddr_un()
            address.sun_family = sa_family_t(AF_UNIX)
            let room = MemoryLayout.size(ofValue: address.sun_path)
            guard path.utf8.count < room else {
                errno = ENAMETOOLONG
                return nil
            }
            withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8) }
            return connect(AF_UNIX, address)
        case .tcp(let host, let port) where host.contains(":"):
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = UInt16(truncatingIfNeeded: port).bigEndian
            guard inet_pton(AF_INET6, host, &address.sin6_addr) == 1 else { return nil }
            return connect(AF_INET6, address)
        case .tcp(let host, let port):
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
            // A host that listens on every address is reached over loopback.
            let name = host == "localhost" || host == "0.0.0.0" ? "127.0.0.1" : host
            guard inet_pton(AF_INET, name, &address.sin_addr) == 1 else { return nil }
            return connect(AF_INET, address)
        }
    }

    private func connect<Address>(_ family: Int32, _ address: Address) -> Int32? {
        let socket = Glibc.socket(family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { return nil }
        let status = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.connect(socket, $0, socklen_t(MemoryLayout<Address>.size))
            }
        }
        guard status == 0 else {
            let reason = errno
            close(socket)
            errno = reason
            return nil
        }
        return socket
    }
}

extension ListenerSettings.Address {
    /// Reads what `text` writes; nil when it is no address.
    init?(text: String) {
        if text.hasPrefix("unix:") {
            self = .unix(path: String(text.dropFirst("unix:".count)))
            return
        }
        guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]) else { return nil }
        let host = text[..<colon].drop { $0 == "[" }
        self = .tcp(host: host.hasSuffix("]") ? String(host.dropLast()) : String(host), port: port)
    }
}
