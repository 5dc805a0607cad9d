import Foundation
import Synchronization

/// A real PostgreSQL 15 on loopback, with a folder, a port and certificates of its own. Calls block.
///
/// It ends with the test process. As root it runs as the user `postgres`, for the server refuses root.
package final class PostgreSQLPeer: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    private static let single = Mutex<Result<PostgreSQLPeer, any Error>?>(nil)

    /// The one that the tests of a process share: started when it is first asked for.
    package static func shared() throws -> PostgreSQLPeer {
        try single.withLock { single in
            let result = single ?? Result { try PostgreSQLPeer() }
            single = result
            return try result.get()
        }
    }

    package let port: Int
    /// Of the superuser `postgres`, and of every role that ``makeRole(_:)`` makes.
    package let password = "a word that stands nowhere else"
    package let folder: String
    private let programs: String
    private let process = Mutex<PeerProcess?>(nil)

    /// Makes a server and starts it.
    package init() throws {
        let candidates = ["15", "16", "17"].map { "/usr/lib/postgresql/\($0)/bin" }
        guard let programs = candidates.first(where: { access($0 + "/initdb", X_OK) == 0 }) else {
            throw Failure(description: "PostgreSQL is missing: install Debian's package postgresql")
        }
        self.programs = programs
        folder = try PeerFolder.make()
        port = try PeerFolder.freePort()
        let secret = folder + "/password"
        try (password + "\n").write(toFile: secret, atomically: true, encoding: .utf8)
        try PeerFolder.makeCertificates(in: folder)
        try PeerFolder.giveToServer(folder)
        try PeerProcess.run([
            programs + "/initdb", "-D", folder + "/data", "-U", "postgres", "--pwfile", secret, "--auth=scram-sha-256",
            "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync",
        ])
        try clientRules.write(toFile: folder + "/data/pg_hba.conf", atomically: false, encoding: .utf8)
        try start()
    }

    /// Who gets in: passwords for everybody, and for the role `certified` a client certificate alone.
    private var clientRules: String {
        """
        local all all scram-sha-256
        hostssl all certified 127.0.0.1/32 cert
        host all all 127.0.0.1/32 scram-sha-256
        """ + "\n"
    }

    private var settings: [String] {
        [
            "port=\(port)", "listen_addresses=127.0.0.1", "unix_socket_directories=\(folder)", "fsync=off",
            "max_connections=40", "ssl=on", "ssl_cert_file=\(folder)/server.crt", "ssl_key_file=\(folder)/server.key",
            "ssl_ca_file=\(folder)/ca.crt", "log_destination=stderr",
        ]
    }

    // MARK: Life

    /// Starts it, after it has ended, and waits until it answers.
    package func start() throws {
        let deadline = Date(timeIntervalSinceNow: 30)
        // After a kill the last of its processes may still hold the shared memory: the server says so and ends.
        while true {
            let started = try PeerProcess(
                [programs + "/postgres", "-D", folder + "/data"] + settings.flatMap { ["-c", $0] },
                log: folder + "/server.log")
            process.withLock { $0 = started }
            while started.isRunning, Date() < deadline {
                if (try? sql("SELECT 1")) == "1" { return }
                usleep(20_000)
            }
            guard Date() < deadline else { break }
            usleep(50_000)
        }
        let log = (try? String(contentsOfFile: folder + "/server.log", encoding: .utf8)) ?? ""
        throw Failure(description: "PostgreSQL did not start: \(log.suffix(500))")
    }

    /// Ends it as an operator does: clients are sent away, and what they were at is undone.
    package func stop() { end(SIGINT) }

    /// Ends it as a power cut does.
    package func kill() { end(SIGKILL) }

    private func end(_ signal: Int32) {
        process.withLock { process in
            process?.send(signal)
            process?.wait()
            process = nil
        }
    }

    /// Stops all of its processes in the middle of what they do; connections stay open and say nothing.
    package func freeze() { process.withLock { $0?.sendToAll(SIGSTOP) } }

    package func thaw() { process.withLock { $0?.sendToAll(SIGCONT) } }

    // MARK: Looking inside

    /// What `psql` prints as the superuser: rows by lines, columns by `|`.
    @discardableResult
    package func sql(_ text: String, database: String = "postgres") throws -> String {
        try PeerProcess.run(
            [
                programs + "/psql", "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", "\(port)",
                "-U", "postgres", "-d", database, "-c", text,
            ],
            environment: ["PGPASSWORD": password, "PGCONNECT_TIMEOUT": "5", "PGSSLMODE": "disable"], asServer: false)
    }

    /// A database of a test's own: returns its name.
    package func makeDatabase() throws -> String {
        let name = "test_\(UInt32.random(in: 0...UInt32.max))"
        try sql("CREATE DATABASE \(name)")
        return name
    }

    /// A role that logs in with ``password``, and is neither a superuser nor above row-level security.
    package func makeRole() throws -> String {
        let name = "role_\(UInt32.random(in: 0...UInt32.max))"
        try sql("CREATE ROLE \(name) LOGIN PASSWORD '\(password)'")
        return name
    }
}
