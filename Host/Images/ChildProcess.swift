import Glibc

/// A program run to its end, with a limit on its time. It starts with default signals, in a group of its own, and with
/// descriptors 0 to 3 alone, as long as everybody opens theirs with O_CLOEXEC.
struct ChildProcess {
    enum End: Equatable {
        case exited(Int32)
        case died(signal: Int32)
        case timedOut
    }

    struct Outcome {
        let end: End
        /// What the child wrote to its descriptor 3.
        let report: [UInt8]
        /// The end of what it wrote to standard error. Standard output is thrown away.
        let lastWords: String
    }

    /// Why no child could be made.
    struct Failure: Error {
        let reason: String
    }

    private static let reportLimit = 32 << 20
    private static let lastWordsLimit = 4096

    let executable: String
    let arguments: [String]
    let environment: [String: String]
    /// Given to the child as its standard input.
    let input: [UInt8]
    let timeout: Duration

    /// Blocks until the child is gone.
    func run() throws(Failure) -> Outcome {
        guard let inputChannel = ChildChannel(), let reportChannel = ChildChannel(), let errorChannel = ChildChannel()
        else { throw Failure(reason: "too many open files") }
        let child = try spawn(
            [(inputChannel.childEnd, 0), (errorChannel.childEnd, 2), (reportChannel.childEnd, 3)])
        var unsent = input[...]
        var isSending = true
        var report: [UInt8] = []
        var words: [UInt8] = []
        let deadline = ContinuousClock.now + timeout
        var end: End?
        while end == nil {
            // Also wakes by the clock: the end of a process cannot be polled for together with its output.
            Self.wait(
                for: [inputChannel.own, reportChannel.own, errorChannel.own], sending: isSending,
                milliseconds: 2)
            if isSending {
                unsent = unsent.dropFirst(inputChannel.send(unsent))
                isSending = !unsent.isEmpty
                if !isSending { inputChannel.finishSending() }
            }
            end = Self.reap(child, options: WNOHANG)
            report += reportChannel.receive()
            words = (words + errorChannel.receive()).suffix(Self.lastWordsLimit)
            if end == nil, ContinuousClock.now >= deadline || report.count > Self.reportLimit {
                kill(-child, SIGKILL)
                _ = Self.reap(child, options: 0)
                end = .timedOut
            }
        }
        return Outcome(end: end ?? .timedOut, report: report, lastWords: Self.lastLines(words))
    }

    private static func wait(for descriptors: [Int32], sending: Bool, milliseconds: Int32) {
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        polled[0].events = sending ? Int16(POLLOUT) : 0
        _ = poll(&polled, nfds_t(polled.count), milliseconds)
    }

    private static func reap(_ child: pid_t, options: Int32) -> End? {
        var status: Int32 = 0
        while true {
            let result = waitpid(child, &status, options)
            if result < 0, errno == EINTR { continue }
            // Where the host ignores SIGCHLD, how a child ended cannot be learned; its report tells whether it did well.
            if result < 0 { return .exited(0) }
            guard result == child else { return nil }
            let signal = status & 0x7F
            return signal == 0 ? .exited((status >> 8) & 0xFF) : .died(signal: signal)
        }
    }

    private func spawn(_ descriptors: [(from: Int32, to: Int32)]) throws(Failure) -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        for (from, to) in descriptors { posix_spawn_file_actions_adddup2(&actions, from, to) }

        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var signals = sigset_t()
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(
            &attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP))

        let words = CStringArray([executable] + arguments)
        let variables = CStringArray(environment.map { "\($0.key)=\($0.value)" })
        var child: pid_t = 0
        let code = posix_spawnp(&child, executable, &actions, &attributes, words.pointers, variables.pointers)
        guard code == 0 else { throw Failure(reason: "\(executable): \(String(cString: strerror(code)))") }
        return child
    }

    /// The last three lines, joined: enough for a runtime's complaint.
    private static func lastLines(_ bytes: [UInt8]) -> String {
        String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(3).joined(separator: " | ")
    }
}

/// A null-terminated array of C strings, which it owns.
private final class CStringArray {
    private(set) var pointers: [UnsafeMutablePointer<CChar>?]

    init(_ strings: [String]) {
        pointers = strings.map { strdup($0) } + [nil]
    }

    deinit {
        for pointer in pointers { free(pointer) }
    }
}
