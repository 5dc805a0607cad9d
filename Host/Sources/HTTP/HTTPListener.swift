import Glibc
public import HostDispatch
import HostThreads
import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Synchronization

/// One HTTP listener: a hummingbird server on one event loop of its own.
public final class HTTPListener: Sendable {
    /// A connection on which nothing happens is closed; an answer under way keeps it open.
    private static let idleTimeout = TimeAmount.seconds(75)
    /// Connections beyond it wait in the kernel. Accepting until the process has no file descriptor left would end the
    /// listener; two listeners share what is left after the host's own files.
    private static let connectionLimit: Int = {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
        return max(64, (Int(clamping: limit.rlim_cur) - 256) / 2)
    }()

    private let address: (host: String, port: Int)
    private let responder: JobResponder
    private let log: Logger
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let bound: @Sendable (Int) -> Void
    private let services = Mutex<ServiceGroup?>(nil)
    private let done = Gate()

    /// - Parameters:
    ///   - router: where requests become jobs; nil for a listener with plain routes only.
    ///   - plain: what is answered without a job. Bound jobs go before it.
    ///   - bodyLimit: most bytes of a request's body.
    ///   - bound: called with the port once connections are accepted.
    public init(
        host: String, port: Int, bodyLimit: Int, router: JobRouter?, plain: @escaping PlainRoutes, log: Logger,
        bound: @escaping @Sendable (Int) -> Void
    ) {
        self.address = (host, port)
        self.responder = JobResponder(router: router, plain: plain, bodyLimit: bodyLimit)
        self.log = log
        self.bound = bound
    }

    /// Starts to serve and returns at once; `ended` hears why it stopped, with nil after ``stop(within:)``.
    public func start(ended: @escaping @Sendable ((any Error)?) -> Void) {
        let loop = group.any()
        Task(executorPreference: EventLoopExecutor(loop)) { [self] in
            do {
                try await serve()
                done.open()
                ended(nil)
            } catch {
                done.open()
                ended(error)
            }
        }
    }

    /// Stops accepting, lets answers that are under way go out for as long as `limit`, and returns. Blocks.
    public func stop(within limit: Duration) {
        let loop = group.any()
        Task(executorPreference: EventLoopExecutor(loop)) { [self] in
            await services.withLock { $0 }?.triggerGracefulShutdown()
        }
        if !done.wait(limit) { log.warning("connections were still open at the end") }
    }

    private func serve() async throws {
        var quiet = log
        quiet.logLevel = max(log.logLevel, .notice)
        let application = Application(
            responder: responder,
            server: .http1(
                configuration: .init(additionalChannelHandlers: [DisconnectWatch()], idleTimeout: Self.idleTimeout)),
            configuration: .init(
                address: .hostname(address.host, port: address.port), serverName: nil,
                availableConnectionsDelegate: MaximumAvailableConnections(Self.connectionLimit)),
            onServerRunning: { [bound] channel in bound(channel.localAddress?.port ?? 0) },
            eventLoopGroupProvider: .shared(group),
            logger: quiet)
        let services = ServiceGroup(configuration: .init(services: [application], logger: quiet))
        self.services.withLock { $0 = services }
        try await services.run()
    }
}
