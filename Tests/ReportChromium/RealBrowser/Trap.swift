import Glibc
import Testing

/// A port on loopback that nobody must come to. Connections are counted and not answered.
final class Trap {
    let port: UInt16
    private let listener: Int32

    init() throws {
        let listener = socket(
            AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        let isListening = Self.withAddress(port: 0) { address, size in
            bind(listener, address, size) == 0 && listen(listener, 100) == 0
        }
        try #require(isListening, "no port on 127.0.0.1")
        self.listener = listener
        var bound = sockaddr_in()
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        _ = withUnsafeMutablePointer(to: &bound) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(listener, $0, &size) }
        }
        port = UInt16(bigEndian: bound.sin_port)
    }

    deinit { close(listener) }

    var url: String { "http://127.0.0.1:\(port)" }

    /// Connections until now.
    func connections() -> Int {
        var count = 0
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { return count }
            close(connection)
            count += 1
        }
    }

    /// Comes to it, as a page must not.
    func visit() -> Bool {
        let visitor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        defer { close(visitor) }
        return Self.withAddress(port: port) { connect(visitor, $0, $1) == 0 }
    }

    private static func withAddress(port: UInt16, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Bool) -> Bool {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
