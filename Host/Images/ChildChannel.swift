import Glibc

/// One end of a connection with a child process, and the other end until the child has it.
///
/// A socket pair and not a pipe: it can be written without a signal when the child has died, and used without blocking
/// by this side alone.
struct ChildChannel: ~Copyable {
    let own: Int32
    private let childs: Int32

    /// Nil when the process has no descriptors left.
    init?() {
        var pair: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &pair) == 0 else { return nil }
        // Above the numbers that the child's descriptors get, so that placing one cannot close another.
        let high = fcntl(pair[1], F_DUPFD_CLOEXEC, 16)
        close(pair[1])
        guard high >= 0 else {
            close(pair[0])
            return nil
        }
        own = pair[0]
        childs = high
    }

    deinit {
        close(own)
        close(childs)
    }

    /// The child's end, to be placed at a number of the child's; this side's copy stays open until the channel ends.
    var childEnd: Int32 { childs }

    /// Sends what fits now, and says how much that was.
    func send(_ bytes: ArraySlice<UInt8>) -> Int {
        let count = bytes.withUnsafeBytes {
            Glibc.send(own, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        return max(0, count)
    }

    /// Receives what is there now; empty when nothing is.
    func receive() -> [UInt8] {
        var out: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while true {
            let count = recv(own, &chunk, chunk.count, Int32(MSG_DONTWAIT))
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return out }
            out += chunk.prefix(count)
        }
    }

    /// Tells the child that nothing more comes.
    func finishSending() {
        shutdown(own, Int32(SHUT_WR))
    }
}
