import Foundation
import Synchronization

/// Counts what jobs do to the world outside the host: `/effect?id=ID` adds one to ID. It lives in the test's own process,
/// so that no crash of a host takes its memory along.
package final class EffectServer: Sendable {
    package let port: Int
    private let socket: Int32
    private struct State {
        var counts: [String: Int] = [:]
        var order: [String] = []
        var isAway = false
        var pause: UInt32 = 0
    }

    private let state = Mutex(State())

    package init() throws {
        socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let socket = socket
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, size) == 0 && listen(socket, 512) == 0 && getsockname(socket, $0, &size) == 0
            }
        }
        guard bound else { throw HTTPClient.Broken(description: "listen: \(String(cString: strerror(errno)))") }
        port = Int(UInt16(bigEndian: address.sin_port))
        let accepting = Thread { [weak self] in
            while case let client = accept(socket, nil, nil), client >= 0 {
                guard let self else {
                    close(client)
                    return
                }
                self.serve(client)
            }
        }
        accepting.start()
    }

    deinit {
        shutdown(socket, Int32(SHUT_RDWR))
        close(socket)
    }

    /// How often each id came.
    package var effects: [String: Int] { state.withLock { $0.counts } }
    /// The ids in the order in which they came.
    package var order: [String] { state.withLock { $0.order } }

    /// While it is away, requests get no answer and have no effect.
    package func setAway(_ isAway: Bool) { state.withLock { $0.isAway = isAway } }

    /// Takes so long for each effect, one after the other: work that lasts however fast the host is.
    package func setPause(microseconds: UInt32) { state.withLock { $0.pause = microseconds } }

    /// One request a connection, answered at once.
    private func serve(_ client: Int32) {
        defer { close(client) }
        var limit = timeval(tv_sec: 5, tv_usec: 0)
        setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var request: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 4_096)
        while request.firstRange(of: [13, 10, 13, 10]) == nil {
            let count = recv(client, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            request += chunk.prefix(count)
        }
        let target = String(decoding: request, as: UTF8.self).split(separator: " ").dropFirst().first ?? ""
        guard target.hasPrefix("/effect?id="), !state.withLock({ $0.isAway }) else { return }
        let id = target.dropFirst("/effect?id=".count).prefix { $0 != "&" }
        usleep(state.withLock { $0.pause })
        state.withLock { state in
            state.counts[String(id), default: 0] += 1
            state.order.append(String(id))
        }
        let answer = Array("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".utf8)
        _ = Glibc.send(client, answer, answer.count, Int32(MSG_NOSIGNAL))
    }
}
