import Glibc
import HostThreads
import Synchronization

/// A server on loopback that does with each connection what a test says: each runs the script on a thread of its own.
package final class ScriptedServer: Sendable {
    package typealias Script = @Sendable (ScriptedConnection) throws -> Void

    package let port: UInt16
    private let listener: Int32
    private let accepting: HostThread
    private let state = Guarded((open: [Int32: ScriptedConnection](), count: 0))

    /// Listens on a free port of 127.0.0.1.
    package init(_ script: @escaping Script) throws {
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { [listener] pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, size) == 0 && listen(listener, 2_048) == 0 && getsockname(listener, $0, &size) == 0
            }
        }
        guard isListening else {
            throw ScriptedFailure("no listener on 127.0.0.1: \(String(cString: strerror(errno)))")
        }
        port = UInt16(bigEndian: address.sin_port)
        guard
            let thread = HostThread.start(
                name: "scripted", { [listener, state] in Self.accept(listener, state, script) })
        else { throw ScriptedFailure("no thread") }
        accepting = thread
    }

    package var url: String { "http://127.0.0.1:\(port)" }
    /// Connections that were accepted until now.
    package var connections: Int { state.withLock { $0.count } }

    /// Closes everything.
    package func stop() {
        shutdown(listener, Int32(SHUT_RDWR))
        accepting.join()
        close(listener)
        for connection in state.withLock({ $0.open.values.map { $0 } }) { connection.close() }
    }

    private static func accept(
        _ listener: Int32, _ state: Guarded<(open: [Int32: ScriptedConnection], count: Int)>, _ script: @escaping Script
    ) {
        while true {
            let socket = Glibc.accept(listener, nil, nil)
            guard socket >= 0 else { return }
            var yes: Int32 = 1
            setsockopt(socket, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, socklen_t(MemoryLayout<Int32>.size))
            let connection = ScriptedConnection(socket)
            state.withLock {
                $0.open[socket] = connection
                $0.count += 1
            }
            HostThread.start(name: "connection") {
                try? script(connection)
                state.withLock { $0.open[socket] = nil }
                connection.end()
            }?.detach()
        }
    }
}

package struct ScriptedFailure: Error, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
