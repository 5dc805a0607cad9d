import Glibc

/// A connection with the program: our end, and the one that it gets. Each is closed with this, but for an end that was
/// kept. A socket pair and not a pipe: it can be written without a signal when the program is gone.
final class Channel {
    private var own: Int32
    let childs: Int32

    /// Nil when the process has no descriptors left.
    init?() {
        var ends: [Int32] = [-1, -1]
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, type, 0, &ends) == 0 else { return nil }
        (own, childs) = (ends[0], ends[1])
        _ = fcntl(own, F_SETFL, fcntl(own, F_GETFL) | O_NONBLOCK)
    }

    deinit {
        if own >= 0 { close(own) }
        close(childs)
    }

    /// Our end, which does not block and is the caller's from now on.
    func keepOwn() -> Int32 {
        defer { own = -1 }
        return own
    }
}
