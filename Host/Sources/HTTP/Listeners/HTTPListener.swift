import Glibc
public import HostConfiguration
import HostThreads
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
import Synchronization

/// One HTTP listener: a hummingbird server on an event loop.
public final class HTTPListener: Sendable {
    public let settings: ListenerSettings
    private let responder: RequestResponder
    private let group: MultiThreadedEventLoopGroup
    private let ownsGroup: Bool
    private let connections: Int
    private let log: Logger
    private let bound: @Sendable (ListenerAddress) -> Void
    private let state = Mutex(State())
    /// Nothing is served any more.
    private let done = Gate()
    /// The order to end has been carried out: no task of it is left on the event loop.
    private let closed = Gate()
    private let open = OpenConnections()

    private struct State {
        var server: Server<ConnectionChannel>?
        var isStopping = false
        var stoppedAccepting: (@Sendable () -> Void)?
        var isBound = false
    }

    /// A listener without jobs: the host's own control, on an event loop of its own.
    ///
    /// - Parameters:
    ///   - plain: what is answered. `/health` and `/ready` need no credentials.
    ///   - bound: called once connections are accepted.
    public convenience init(
        settings: ListenerSettings, plain: @escaping PlainRoutes, log: Logger,
        bound: @escaping @Sendable (ListenerAddress) -> Void
    ) {
        self.init(
            settings: settings, jobs: nil, plain: plain, group: nil, connections: Self.connectionShare(of: 4),
            memories: SignatureMemories(), bodies: BodyBudget(bodyLimit: settings.bodyLimit), log: log, bound: bound)
    }

    /// - Parameters:
    ///   - jobs: the listener's bindings; nil for plain routes only.
    ///   - group: of one event loop; nil for an own one, which ends with the listener.
    ///   - connections: most at once where the settings do not say.
    ///   - memories: of signatures that have been used, here and elsewhere.
    ///   - bodies: what request bodies may hold.
    init(
        settings: ListenerSettings, jobs: JobRoutes?, plain: @escaping PlainRoutes,
        group: MultiThreadedEventLoopGroup?, connections: Int, memories: SignatureMemories, bodies: BodyBudget,
        log: Logger, bound: @escaping @Sendable (ListenerAddress) -> Void
    ) {
        self.settings = settings
        self.responder = RequestResponder(
            jobs: jobs, plain: plain, authenticator: Authenticator(settings.authentication, memories: memories),
            reader: RequestBodyReader(limit: settings.bodyLimit, budget: bodies))
        self.ownsGroup = group == nil
        self.group = group ?? MultiThreadedEventLoopGroup(numberOfThreads: 1)
        self.connections = settings.connections ?? connections
        self.log = log
        self.bound = bound
    }

    /// What one of `count` listeners may have of the process's open files. Accepting until there is none left would end
    /// the listeners; some stay for the host's own files.
    static func connectionShare(of count: Int) -> Int {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 256 }
        return max(64, (Int(clamping: limit.rlim_cur) - 256) / max(1, count))
    }

    /// Starts to serve and returns at once; `ended` hears why it stopped, with nil after ``stop(within:)``.
    public func start(ended: @escaping @Sendable (ListenerFailure?) -> Void) {
        Task(executorPreference: EventLoopExecutor(group.any())) { [self] in
            let failure = await serve()
            done.open()
            ended(failure)
        }
    }

    /// Stops accepting, lets answers that are under way go out, closes what is left, and returns within `limit`. Blocks.
    public func stop(within limit: Duration) {
        if Self.stop([self], within: limit, log: log), ownsGroup { try? group.syncShutdownGracefully() }
    }

    /// Stops several listeners together. False when something did not end: their event loop is still needed.
    static func stop(_ listeners: [HTTPListener], within limit: Duration, log: Logger) -> Bool {
        for listener in listeners { listener.close() }
        let end = ContinuousClock.now + limit
        // Clients that are still there at the end have a part of the time left to be told so.
        let patience = end - min(limit / 2, .seconds(1))
        let left = listeners.filter { !$0.done.wait(max(.zero, patience - .now)) }
        if !left.isEmpty {
            log.warning(
                "connections were still open at the end",
                metadata: ["listeners": "\(left.map(\.settings.name).sorted().joined(separator: " "))"])
        }
        for listener in left { listener.open.closeAll() }
        return listeners.allSatisfy {
            $0.done.wait(max(.zero, end - .now)) && $0.closed.wait(max(.zero, end - .now))
        }
    }

    /// Stops accepting and lets answers that are under way go out. Returns at once; `stoppedAccepting` is called when
    /// the address is free for others.
    func close(stoppedAccepting: @escaping @Sendable () -> Void = {}) {
        let (server, isFree) = state.withLock { state -> (Server<ConnectionChannel>?, Bool) in
            state.isStopping = true
            guard state.isBound else { return (state.server, true) }
            state.stoppedAccepting = stoppedAccepting
            return (state.server, false)
        }
        if isFree { stoppedAccepting() }
        guard let server else { return closed.open() }
        Task(executorPreference: EventLoopExecutor(group.any())) { [closed] in
            try? await server.shutdownGracefully()  // it fails for a server that has ended, which is what is wanted
            closed.open()
        }
    }

    private var name: Logger.Metadata { ["listener": "\(settings.name)"] }

    private func failure(_ reason: String) -> ListenerFailure {
        ListenerFailure(name: settings.name, address: settings.address, reason: reason)
    }

    private func serve() async -> ListenerFailure? {
        let address: BindAddress
        switch settings.address {
        case .tcp(let host, let port): address = .hostname(host, port: port)
        case .unix(let path):
            if let obstacle = SocketFile.clear(path) { return failure(obstacle) }
            address = .unixDomainSocket(path: path)
        }
        var quiet = log
        quiet.logLevel = max(log.logLevel, .notice)
        let server = Server(
            childChannelSetup: channel(),
            configuration: ServerConfiguration(
                address: address, backlog: 1_024,
                availableConnectionsDelegate: MaximumAvailableConnections(connections)),
            onServerRunning: { [self] channel in running(channel) }, eventLoopGroup: group, logger: quiet)
        let isStopping = state.withLock { state in
            state.server = server
            return state.isStopping
        }
        if isStopping { return nil }
        do {
            try await server.run()
        } catch {
            if state.withLock({ $0.isStopping }) { return nil }
            return failure(Self.text(error))
        }
        return state.withLock { $0.isStopping } ? nil : failure("it stopped accepting connections")
    }

    private static func text(_ error: any Error) -> String {
        guard let code = (error as? IOError)?.errnoCode else { return "\(error)" }
        let reason = String(cString: strerror(code))
        return code == EADDRINUSE ? "\(reason): is another program there?" : reason
    }

    private func running(_ channel: any Channel) {
        if case .unix(let path) = settings.address, !SocketFile.open(path) {
            log.error("the socket's mode could not be set", metadata: name.merging(["path": "\(path)"]) { $1 })
        }
        let isStopping = state.withLock { state in
            state.isBound = true
            return state.isStopping
        }
        channel.closeFuture.whenComplete { [self] _ in
            if case .unix(let path) = settings.address { SocketFile.remove(path) }
            let tell = state.withLock { state in
                state.isBound = false
                return state.stoppedAccepting
            }
            tell?()
        }
        guard !isStopping else {
            channel.close(promise: nil)
            return
        }
        bound(ListenerAddress(name: settings.name, address: address(of: channel)))
    }

    private func address(of channel: any Channel) -> ListenerSettings.Address {
        guard case .tcp(let host, let port) = settings.address else { return settings.address }
        return .tcp(host: host, port: channel.localAddress?.port ?? port)
    }

    private func channel() -> ConnectionChannel {
        let date = HTTPDate()
        return ConnectionChannel(
            responder: { [responder] request, writer, channel in
                var response = await responder.respond(to: request, on: channel)
                response.headers[.date] = date.text
                try await writer.write(response: response.head, body: response.body)
            },
            headerLimit: settings.headerLimit,
            limits: ConnectionState.Limits(
                readTimeout: settings.readTimeout.nanoseconds, idleTimeout: settings.idleTimeout.nanoseconds),
            open: open)
    }
}
