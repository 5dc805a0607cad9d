import Foundation
import Loopback
import Synchronization

/// Stands between a host and a broker, and can stop forwarding without closing anything: a network that has lost its
/// way, which only a heartbeat finds.
final class StallingProxy: Sendable {
    private struct Link: Sendable {
        let near: Int32
        let far: Int32
    }

    private struct State {
        var links: [Link] = []
        /// Connections made until then are stalled, those made later are not.
        var stalled = 0
        var isOver = false
    }

    let port: Int
    private let socket: Int32
    private let target: Int
    private let state = Mutex(State())

    init(to target: Int) throws {
        self.target = target
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = Self.loopback(0)
        let socket = socket
        let bound = Self.with(&address) { place, size in
            var size = size
            return bind(socket, place, size) == 0 && listen(socket, 64) == 0 && getsockname(socket, place, &size) == 0
        }
        guard bound else { throw BuiltFiles.Missing(description: "no port for a proxy") }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread { [self] in accept() }.start()
    }

    /// From now on nothing passes over the connections that are there; new ones work.
    func stall() { state.withLock { $0.stalled = $0.links.count } }

    /// Closes everything.
    func close() {
        let links = state.withLock { state in
            state.isOver = true
            return state.links
        }
        shutdown(socket, Int32(SHUT_RDWR))
        for link in links {
            shutdown(link.near, Int32(SHUT_RDWR))
            shutdown(link.far, Int32(SHUT_RDWR))
        }
    }

    private func accept() {
        while case let near = Glibc.accept(socket, nil, nil), near >= 0 {
            _ = fcntl(near, F_SETFD, FD_CLOEXEC)
            let far = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
            var address = Self.loopback(target)
            guard Self.with(&address, { connect(far, $0, $1) == 0 }) else {
                Glibc.close(near)
                Glibc.close(far)
                continue
            }
            let number = state.withLock { state in
                state.links.append(Link(near: near, far: far))
                return state.links.count
            }
            Thread { [self] in pump(from: near, to: far, number) }.start()
            Thread { [self] in pump(from: far, to: near, number) }.start()
        }
        Glibc.close(socket)
    }

    /// One direction. The end of one side ends the other, unless the connection is stalled: then nobody hears of it.
    private func pump(from source: Int32, to sink: Int32, _ number: Int) {
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = recv(source, &chunk, chunk.count, 0)
            if state.withLock({ $0.stalled >= number && !$0.isOver }) {
                if count > 0 { continue }
                return
            }
            guard count > 0 else { break }
            var sent = 0
            while sent < count {
                let more = chunk[sent..<count].withUnsafeBytes {
                    send(sink, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard more > 0 else { break }
                sent += more
            }
            guard sent == count else { break }
        }
        shutdown(sink, Int32(SHUT_RDWR))
    }

    private static func loopback(_ port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = UInt16(clamping: port).bigEndian
        return address
    }

    private static func with<Result>(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
