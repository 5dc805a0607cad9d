import Foundation
import Synchronization

/// A real RabbitMQ on free ports of the loopback interface, with its data in a folder of its own.
///
/// It takes some seconds to start: the tests of a process share ``shared()``; those that end it again and again, while
/// others run beside them, have ``storms()``. It goes away with the process, however that ends.
package final class RabbitMQServer: Sendable {
    package struct Failure: Error, CustomStringConvertible {
        package let description: String
    }

    package static let host = "127.0.0.1"

    package let port: Int
    /// Client certificates are required here; see ``certificates``.
    package let tlsPort: Int
    package let certificates: BrokerCertificates
    let folder: String
    private let node: String
    private let portMapper: (port: Int, process: Int32)
    private let distribution: Int
    private let server = Mutex<Int32?>(nil)

    private static let theShared = Mutex<Result<RabbitMQServer, Failure>?>(nil)
    private static let theStorms = Mutex<Result<RabbitMQServer, Failure>?>(nil)

    /// The server of this process, started by the first that asks; an error says what is missing.
    package static func shared() throws -> RabbitMQServer {
        try theShared.withLock { try started(&$0, as: "proctor") }
    }

    /// Another one, for troubles that would take others along.
    package static func storms() throws -> RabbitMQServer {
        try theStorms.withLock { try started(&$0, as: "storms") }
    }

    private static func started(
        _ known: inout Result<RabbitMQServer, Failure>?, as name: String
    ) throws -> RabbitMQServer {
        let result = known ?? Result { () throws(Failure) in try RabbitMQServer(name) }
        known = result
        return try result.get()
    }

    /// - Parameter name: tells servers of one process apart.
    private init(_ name: String) throws(Failure) {
        guard FileManager.default.isExecutableFile(atPath: Self.program("rabbitmq-server")) else {
            throw Failure(description: "rabbitmq-server is missing: apt-get install rabbitmq-server")
        }
        folder = "/tmp/proctor-rabbitmq-\(name)-\(getpid())"
        node = "\(name)\(getpid())@localhost"
        let ports = try FreePorts.take(4)
        (port, tlsPort) = (ports[0], ports[1])
        do {
            try? FileManager.default.removeItem(atPath: folder)
            try FileManager.default.createDirectory(atPath: folder + "/home", withIntermediateDirectories: true)
            certificates = try BrokerCertificates(folder: folder + "/certificates")
            try Self.configuration(port: port, tlsPort: tlsPort, certificates: certificates)
                .write(toFile: folder + "/rabbitmq.conf", atomically: true, encoding: .utf8)
            try "".write(toFile: folder + "/enabled_plugins", atomically: true, encoding: .utf8)
            try Self.keeper(folder)
            let mapper = try Self.spawn(
                "/usr/bin/epmd", ["-address", "127.0.0.1", "-port", "\(ports[2])"], ["HOME": folder + "/home"],
                output: folder + "/epmd.out")
            try Self.note(mapper, in: folder)
            portMapper = (ports[2], mapper)
            distribution = ports[3]
            // A server that does not find one starts its own, which would outlive it.
            for _ in 0..<1000 where !FreePorts.isOpen(ports[2]) { usleep(10_000) }
        } catch {
            throw Failure(description: "RabbitMQ cannot be prepared: \(error)")
        }
        try start()
    }

    // MARK: - Life

    /// Starts it again after ``stop()`` or ``kill()``, with what it had stored, and waits until it takes connections.
    package func start() throws(Failure) {
        do {
            let child = try Self.spawn(
                Self.program("rabbitmq-server"), [], environment, output: folder + "/server.out")
            try Self.note(child, in: folder)
            server.withLock { $0 = child }
        } catch {
            throw Failure(description: "rabbitmq-server did not start: \(error)")
        }
        for _ in 0..<1200 {
            if (try? BrokerClient(self)) != nil { return }
            usleep(50_000)
        }
        throw Failure(description: "rabbitmq-server took longer than a minute to start: see \(folder)/server.out")
    }

    /// Ends it in order: connections are closed with 320.
    package func stop() { end(SIGTERM) }

    /// Ends it in the midst of what it does.
    package func kill() { end(SIGKILL) }

    /// It keeps its connections and answers nothing.
    package func freeze() { send(SIGSTOP) }

    package func thaw() { send(SIGCONT) }

    /// To the server and what it has started: they are a group of their own.
    private func send(_ signal: Int32) {
        server.withLock { if let process = $0 { _ = Glibc.kill(-process, signal) } }
    }

    private func end(_ signal: Int32) {
        send(signal)
        let process = server.withLock { $0.take() }
        var status: Int32 = 0
        if let process { waitpid(process, &status, 0) }
    }

    // MARK: - Control

    /// Runs `rabbitmqctl`; its output.
    @discardableResult
    package func control(_ arguments: String...) throws -> String {
        let output = folder + "/control-\(UUID().uuidString).out"
        let process = try Self.spawn(Self.program("rabbitmqctl"), ["-q"] + arguments, environment, output: output)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        let text = (try? String(contentsOfFile: output, encoding: .utf8)) ?? ""
        guard status == 0 else {
            throw Failure(description: "rabbitmqctl \(arguments.joined(separator: " ")) failed: \(text)")
        }
        return text
    }

    /// With the alarm the broker reads from no connection that publishes.
    package func setMemoryAlarm(_ isOn: Bool) throws {
        try control("set_vm_memory_high_watermark", isOn ? "0.00001" : "0.4")
    }

    /// Puts what has been declared on the disk: Mnesia keeps its log in memory for up to seconds, and a broker that is
    /// killed then comes back without its youngest queues.
    package func settleDeclarations() throws {
        try control("eval", "mnesia:sync_log().")
    }

    /// Closes every connection as an operator does: with 320.
    package func closeConnections() throws {
        try control("close_all_connections", "closed by a test")
    }

    private var environment: [String: String] {
        [
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": folder + "/home", "LANG": "C.UTF-8",
            "ERL_EPMD_PORT": "\(portMapper.port)", "ERL_EPMD_ADDRESS": "127.0.0.1", "RABBITMQ_NODENAME": node,
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1", "RABBITMQ_NODE_PORT": "\(port)",
            "RABBITMQ_DIST_PORT": "\(distribution)", "RABBITMQ_MNESIA_BASE": folder + "/mnesia",
            "RABBITMQ_LOG_BASE": folder + "/log", "RABBITMQ_CONFIG_FILE": folder + "/rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": folder + "/enabled_plugins", "RABBITMQ_PID_FILE": folder + "/pid",
            "RABBITMQ_CONF_ENV_FILE": "/dev/null",
            // The script then becomes the server instead of starting it: signals and the wait for its end mean that.
            "RUNNING_UNDER_SYSTEMD": "true",
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS":
                "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false",
        ]
    }

    private static func configuration(port: Int, tlsPort: Int, certificates: BrokerCertificates) -> String {
        """
        listeners.tcp.1 = 127.0.0.1:\(port)
        listeners.ssl.1 = 127.0.0.1:\(tlsPort)
        ssl_options.cacertfile = \(certificates.authority)
        ssl_options.certfile = \(certificates.server.certificate)
        ssl_options.keyfile = \(certificates.server.key)
        ssl_options.verify = verify_peer
        ssl_options.fail_if_no_peer_cert = true
        disk_free_limit.absolute = 1MB

        """
    }

    /// Debian's other `rabbitmq-server` changes the user.
    private static func program(_ name: String) -> String { "/usr/lib/rabbitmq/bin/\(name)" }
}
