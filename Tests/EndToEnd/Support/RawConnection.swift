import Foundation
import Loopback

/// One TCP connection to a host, byte by byte: for what no well-behaved client does.
final class RawConnection {
    /// Everything that has come so far.
    private(set) var received: [UInt8] = []
    private(set) var isOpen = true
    private let socket: Int32

    var text: String { String(decoding: received, as: UTF8.self) }

    /// - Parameter timeout: how long ``receive(atMost:)`` waits, in seconds.
    init(port: Int, timeout: Int = 10) throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var limit = timeval(tv_sec: timeout, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(clamping: port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let socket = socket
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else {
            let reason = String(cString: strerror(errno))
            close(socket)
            throw HTTPClient.Broken(description: "connect to \(port): \(reason)")
        }
    }

    deinit { close(socket) }

    /// False when the host has gone.
    @discardableResult
    func send(_ text: String) -> Bool {
        var rest = Array(text.utf8)[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }

    /// Waits for bytes; how many came, 0 at the end.
    @discardableResult
    func receive(atMost limit: Int = 65_536) throws -> Int {
        var chunk = [UInt8](repeating: 0, count: limit)
        let count = recv(socket, &chunk, limit, 0)
        guard count >= 0 else { throw HTTPClient.Broken(description: "recv: \(String(cString: strerror(errno)))") }
        received += chunk.prefix(count)
        if count == 0 { isOpen = false }
        return count
    }

    /// Waits until this has come.
    func receive(until text: String) throws {
        let wanted = Array(text.utf8)
        while received.firstRange(of: wanted) == nil {
            guard try receive() > 0 else {
                throw HTTPClient.Broken(description: "the host closed the connection after: \(self.text)")
            }
        }
    }

    /// Waits until the host closes; everything that it sent.
    func receiveAll() throws -> String {
        while try receive() > 0 {}
        return text
    }

    /// Takes what is there, without waiting.
    func look() {
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while isOpen {
            let count = recv(socket, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            guard count > 0 else {
                isOpen = count < 0 && (errno == EAGAIN || errno == EINTR)
                return
            }
            received += chunk.prefix(count)
        }
    }
}
