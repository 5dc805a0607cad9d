import Foundation

extension RabbitMQServer {
    /// `POSIX_SPAWN_SETSID` of the C library, which Swift's view leaves out.
    private static let setsid: Int16 = 0x80

    /// Starts a program in a session of its own: an interrupt at the terminal does not reach it.
    static func spawn(
        _ program: String, _ arguments: [String], _ environment: [String: String], output: String, input: Int32 = -1
    ) throws -> Int32 {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        if input >= 0 {
            posix_spawn_file_actions_adddup2(&actions, input, 0)
        } else {
            posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_APPEND, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The threads of tests may block signals, and a server that inherits that hears no request to end.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, setsid | Int16(POSIX_SPAWN_SETSIGMASK))
        let words = ([program] + arguments).map { strdup($0) } + [nil]
        let variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process = pid_t()
        let error = posix_spawn(&process, program, &actions, &attributes, words, variables)
        guard error == 0 else {
            throw Failure(description: "\(program): \(String(cString: strerror(error)))")
        }
        return process
    }

    /// A shell that waits for the end of this process, ends the server and removes its folder.
    static func keeper(_ folder: String) throws {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { throw Failure(description: "no pipe") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        // The writing end stays open for as long as this process lives.
        let script = """
            cat
            while read p; do kill -s KILL -- -$p; done < \(folder)/processes
            sleep 0.3
            rm -rf \(folder)
            """
        _ = try spawn("/bin/sh", ["-c", script], ["PATH": "/usr/bin:/bin"], output: "/dev/null", input: ends[0])
        close(ends[0])
    }

    /// Tells the keeper of a process that ``spawn`` started, and of what that starts.
    static func note(_ process: Int32, in folder: String) throws {
        let path = folder + "/processes"
        let known = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        try (known + "\(process)\n").write(toFile: path, atomically: true, encoding: .utf8)
    }
}

/// Ports of the loopback interface that nobody uses at the moment.
enum FreePorts {
    static func take(_ count: Int) throws(RabbitMQServer.Failure) -> [Int] {
        var sockets: [Int32] = []
        defer { for socket in sockets { close(socket) } }
        var ports: [Int] = []
        for _ in 0..<count {
            let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            sockets.append(socket)
            var address = loopback(0)
            let status = withSocketAddress(&address) { place, size in
                var size = size
                return bind(socket, place, size) == 0 ? getsockname(socket, place, &size) : -1
            }
            guard status == 0 else {
                throw RabbitMQServer.Failure(description: "no free port on the loopback interface")
            }
            ports.append(Int(UInt16(bigEndian: address.sin_port)))
        }
        return ports
    }

    /// True when something listens.
    static func isOpen(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(socket) }
        var address = loopback(UInt16(port))
        return withSocketAddress(&address) { connect(socket, $0, $1) } == 0
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        address.sin_port = port.bigEndian
        return address
    }

    private static func withSocketAddress(
        _ address: inout sockaddr_in, _ body: (UnsafeMutablePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
    }
}
