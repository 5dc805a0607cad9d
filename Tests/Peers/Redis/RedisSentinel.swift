import Glibc

/// A real redis-sentinel that watches a master and puts a replica in its place within seconds.
package final class RedisSentinel: Sendable {
    package let port: Int
    package let master: String
    private let folder: PeerFolder
    private let process: PeerProcess

    /// - Parameters:
    ///   - master: the name that it gives to the master.
    ///   - port: where the master listens.
    ///   - password: of master and replicas.
    ///   - ownPassword: what clients of the sentinel need.
    package init(
        master: String = "mymaster", port masterPort: Int, password: String? = nil, ownPassword: String? = nil
    ) throws {
        self.master = master
        folder = try PeerFolder()
        port = try FreePort.find()
        var lines = [
            "port \(port)", "bind 127.0.0.1", "dir \(folder.path)", "daemonize no",
            "sentinel monitor \(master) 127.0.0.1 \(masterPort) 1", "sentinel down-after-milliseconds \(master) 500",
            "sentinel failover-timeout \(master) 5000",
        ]
        if let password { lines.append("sentinel auth-pass \(master) \(password)") }
        if let ownPassword { lines.append("requirepass \(ownPassword)") }
        let file = try folder.write(lines.joined(separator: "\n") + "\n", to: "sentinel.conf")
        process = PeerProcess(["redis-sentinel", file], log: folder.path + "/log")
        try process.start(port: port)
    }

    deinit { process.kill() }

    package func freeze() { process.signal(SIGSTOP) }
    package func kill() { process.kill() }
}
