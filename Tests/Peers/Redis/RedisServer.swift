import Glibc

/// A real redis-server on a free port of 127.0.0.1, with nothing in it; ended with this object.
package final class RedisServer: Sendable {
    package struct Options: Sendable {
        /// Of the user `default`.
        package var password: String?
        /// Lines of an access list: `user grading on >secret ~* +@all`.
        package var users: [String] = []
        /// Only encrypted connections; with these files.
        package var certificates: PeerCertificates?
        /// Whether clients must have a certificate too.
        package var wantsClientCertificate = false
        /// The port of the master whose replica it is.
        package var replicaOf: Int?
        /// Keeps what it has through a restart.
        package var isDurable = false
        /// Further lines of its configuration.
        package var lines: [String] = []

        package init() {}
    }

    package let port: Int
    private let folder: PeerFolder
    private let process: PeerProcess

    package init(_ options: Options = Options()) throws {
        folder = try PeerFolder()
        port = try FreePort.find()
        var lines = [
            "bind 127.0.0.1", "save \"\"", "dir \(folder.path)", "daemonize no", "repl-diskless-sync-delay 0",
            "appendonly \(options.isDurable ? "yes" : "no")", "appendfsync always",
        ]
        if let password = options.password { lines += ["requirepass \(password)", "masterauth \(password)"] }
        if let master = options.replicaOf { lines.append("replicaof 127.0.0.1 \(master)") }
        if let certificates = options.certificates {
            lines += [
                "port 0", "tls-port \(port)", "tls-cert-file \(certificates.server.certificate)",
                "tls-key-file \(certificates.server.key)", "tls-ca-cert-file \(certificates.authority)",
                "tls-auth-clients \(options.wantsClientCertificate ? "yes" : "no")",
            ]
        } else {
            lines.append("port \(port)")
        }
        lines += options.users + options.lines
        let file = try folder.write(lines.joined(separator: "\n") + "\n", to: "redis.conf")
        process = PeerProcess(["redis-server", file], log: folder.path + "/log")
        try process.start(port: port)
    }

    deinit { process.kill() }

    /// Ends it at once, as a power failure does.
    package func kill() { process.kill() }
    /// Starts it again on its port.
    package func restart() throws { try process.start(port: port) }
    /// Connections stay open and nothing is answered.
    package func freeze() { process.signal(SIGSTOP) }
    package func thaw() { process.signal(SIGCONT) }
}
