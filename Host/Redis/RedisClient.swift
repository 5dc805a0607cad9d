import HostThreads

/// A client of one Redis server, or of the master that sentinels name, over one connection that it makes again by itself.
///
/// Commands of all threads are sent as they come, without waiting for one another's replies; replies belong to their
/// commands whatever happens to the connection. While there is no connection, commands fail at once, but for a short
/// grace behind a loss. A command that was sent and not answered is never sent again: the caller knows whether it may be.
///
/// Blocking commands (`BZPOPMIN`, `XREAD BLOCK`) hold up all that is sent behind them: they belong on a client of their
/// own on the same loop, with a time-out longer than they block.
public final class RedisClient: Sendable {
    public typealias Done = @Sendable (Result<RedisValue, RedisFailure>) -> Void

    private struct Inbox {
        var commands: [PendingCommand] = []
        var isClosed = false
    }

    private let settings: RedisSettings
    private let loop: RedisLoop
    private let link: RedisLink
    /// What came from any thread since the loop looked last.
    private let inbox = Guarded(Inbox())

    /// Begins to connect and does not wait for it.
    ///
    /// - Parameter listener: called on the loop's thread; must not block.
    public init(
        _ settings: RedisSettings, on loop: RedisLoop,
        listener: @escaping @Sendable (RedisEvent) -> Void = { _ in }
    ) {
        self.settings = settings
        self.loop = loop
        let link = RedisLink(settings, on: loop.loop, listener: listener)
        self.link = link
        loop.loop.execute { link.start() }
    }

    /// Why there is no connection, as a sentence; nil when there is one. Any thread.
    public var hindrance: String? { link.status.withLock { $0 } }

    /// Sends a command. Any thread; does not block.
    ///
    /// - Parameters:
    ///   - timeout: nil for the settings'. When it is over the connection is ended too, and with it the commands behind.
    ///   - done: called once: on the loop's thread, where it must not block, or on the calling one.
    public func send(_ command: RedisCommand, timeout: Duration? = nil, done: @escaping Done) {
        let deadline = MonotonicClock.now() &+ (timeout ?? settings.timeout).nanoseconds
        send(PendingCommand(bytes: command.encoded, deadline: deadline, done: done))
    }

    /// Runs a script, which the server is given when it does not know it.
    ///
    /// - Parameter arguments: a command without a name.
    public func run(
        _ script: RedisScript, keys: [String] = [], arguments: RedisCommand, timeout: Duration? = nil,
        done: @escaping Done
    ) {
        let deadline = MonotonicClock.now() &+ (timeout ?? settings.timeout).nanoseconds
        let command = script.byDigest(keys: keys, arguments)
        send(
            PendingCommand(bytes: command.encoded, deadline: deadline) { [self] result in
                guard case .failure(.server(let error)) = result, error.code == "NOSCRIPT" else { return done(result) }
                let whole = script.whole(keys: keys, arguments)
                send(PendingCommand(bytes: whole.encoded, deadline: deadline, done: done))
            })
    }

    /// Sends a command and waits for its reply. Blocks: for host threads, never from a completion handler.
    public func ask(_ command: RedisCommand, timeout: Duration? = nil) throws(RedisFailure) -> RedisValue {
        try Self.wait { send(command, timeout: timeout, done: $0) }
    }

    /// Runs a script and waits. Blocks, as ``ask(_:timeout:)``.
    public func ask(
        _ script: RedisScript, keys: [String] = [], arguments: RedisCommand, timeout: Duration? = nil
    ) throws(RedisFailure) -> RedisValue {
        try Self.wait { run(script, keys: keys, arguments: arguments, timeout: timeout, done: $0) }
    }

    /// Ends the connection; commands that wait fail, and so do later ones. Any thread; does not block.
    public func close() {
        let isFirst = inbox.withLock { inbox in
            defer { inbox.isClosed = true }
            return !inbox.isClosed
        }
        guard isFirst else { return }
        loop.loop.execute { [self] in
            link.close()
            take()
        }
    }

    private func send(_ command: PendingCommand) {
        let (isClosed, isFirst) = inbox.withLock { inbox in
            guard !inbox.isClosed else { return (true, false) }
            inbox.commands.append(command)
            return (false, inbox.commands.count == 1)
        }
        if isClosed { return command.done(.failure(.closed)) }
        // One visit of the loop takes all that has come until then: they leave in one write.
        if isFirst { loop.loop.execute { [self] in take() } }
    }

    private func take() {
        let commands = inbox.withLock { inbox in
            defer { inbox.commands = [] }
            return inbox.commands
        }
        link.send(commands)
    }

    private static func wait(_ begin: (@escaping Done) -> Void) throws(RedisFailure) -> RedisValue {
        let gate = Gate()
        let result = Guarded<Result<RedisValue, RedisFailure>>(.failure(.closed))
        begin { answer in
            result.withLock { $0 = answer }
            gate.open()
        }
        gate.wait()
        return try result.withLock { $0 }.get()
    }
}
