import HostThreads
import NIOCore

/// Keeps one connection to wherever the server is, and brings commands to it. Used on its event loop only.
final class RedisLink: @unchecked Sendable {  // touched on its event loop only, but for `status`
    private enum Phase {
        case connecting
        case up(RedisLine)
        case closed
    }

    /// Why there is no connection; nil when there is one. Any thread.
    let status = Guarded<String?>("no connection has been made yet")

    private let settings: RedisSettings
    private let loop: any EventLoop
    private let listener: @Sendable (RedisEvent) -> Void
    private let search: ServerSearch
    private var phase = Phase.connecting
    private var pace: ReconnectPace
    private var pipeline = Pipeline<PendingCommand>()
    private var waiting = WaitingCommands<PendingCommand>()
    /// Bytes of all commands here.
    private var bytes = 0
    private var wasUp = false
    /// Further attempts in vain are no news.
    private var isLossTold = false
    private var timer: (at: UInt64, task: Scheduled<Void>)?
    private var heartbeat: RepeatedTask?

    init(_ settings: RedisSettings, on loop: any EventLoop, listener: @escaping @Sendable (RedisEvent) -> Void) {
        self.settings = settings
        self.loop = loop
        self.listener = listener
        search = ServerSearch(settings, on: loop)
        pace = ReconnectPace(start: settings.connectTimeout, grace: settings.grace, now: MonotonicClock.now())
    }

    // MARK: The connection

    func start() {
        let interval = TimeAmount.nanoseconds(Int64(clamping: settings.heartbeat.nanoseconds))
        heartbeat = loop.scheduleRepeatedTask(initialDelay: interval, delay: interval) { [weak self] _ in self?.beat() }
        connect()
    }

    private func connect() {
        guard case .connecting = phase else { return }
        search.connect().whenComplete { [self] result in
            switch result {
            case .success(let line): connected(line)
            case .failure(let error): lost(ConnectionProblem.reason(error))
            }
        }
    }

    private func connected(_ line: RedisLine) {
        guard case .connecting = phase else { return line.close() }
        phase = .up(line)
        pace.connected(now: MonotonicClock.now())
        status.withLock { $0 = nil }
        listener(.connected(isAgain: wasUp))
        wasUp = true
        isLossTold = false
        line.listen(
            received: { [weak self] in self?.received($0) }, ended: { [weak self] in self?.lost($0) })
        let commands = waiting.takeAll()
        bytes -= commands.reduce(0) { $0 + $1.bytes.count }
        send(commands)
    }

    private func lost(_ reason: String) {
        if case .closed = phase { return }
        if case .up(let line) = phase { line.close() }
        phase = .connecting
        let now = MonotonicClock.now()
        status.withLock { $0 = reason }
        if !isLossTold { listener(.lost(reason)) }
        isLossTold = true
        let wait = pace.lost(now: now, chance: .random(in: 0...1))
        loop.scheduleTask(in: .nanoseconds(Int64(clamping: wait.nanoseconds))) { [weak self] in self?.connect() }
        let (overdue, others) = pipeline.end(now: now)
        fail(overdue, .timeout)
        fail(others, .interrupted(reason))
    }

    func close() {
        if case .closed = phase { return }
        if case .up(let line) = phase { line.close() }
        phase = .closed
        heartbeat?.cancel()
        timer?.task.cancel()
        let (overdue, others) = pipeline.end(now: MonotonicClock.now())
        fail(waiting.takeAll() + overdue + others, .closed)
    }

    // MARK: Commands

    func send(_ commands: [PendingCommand]) {
        let now = MonotonicClock.now()
        for command in commands {
            guard pipeline.count + waiting.count < settings.commands, bytes + command.bytes.count <= settings.bytes
            else {
                command.done(.failure(.busy))
                continue
            }
            switch phase {
            case .closed:
                command.done(.failure(.closed))
                continue
            case .up(let line):
                line.write(command.bytes)
                pipeline.append(command, deadline: command.deadline)
            case .connecting:
                guard let patience = pace.patience(now: now) else {
                    command.done(.failure(.unreachable(reason)))
                    continue
                }
                waiting.append(command, until: min(patience, command.deadline))
            }
            bytes += command.bytes.count
        }
        if case .up(let line) = phase { line.flush() }
        setTimer()
    }

    private func received(_ reply: RedisValue) {
        if case .push = reply { return }
        guard let command = pipeline.answered() else {
            return lost("the server answered what it was not asked")
        }
        bytes -= command.bytes.count
        guard case .error(let error) = reply else { return command.done(.success(reply)) }
        guard let reason = Self.departure(error.code) else { return command.done(.failure(.server(error))) }
        // It did not do what it was asked, and will not do the rest either.
        command.done(.failure(.unreachable(reason)))
        lost(reason)
    }

    /// Why a server that answers so is not the one to speak with now.
    private static func departure(_ code: String) -> String? {
        switch code {
        case "READONLY": "the server is a replica and takes no writes"
        case "LOADING": "the server still loads its data"
        case "MASTERDOWN": "the server is a replica that lost its master"
        default: nil
        }
    }

    private var reason: String { status.withLock { $0 } ?? "there is no connection" }

    private func fail(_ commands: [PendingCommand], _ failure: RedisFailure) {
        bytes -= commands.reduce(0) { $0 + $1.bytes.count }
        for command in commands { command.done(.failure(failure)) }
    }

    // MARK: Time

    private func setTimer() {
        let next = min(pipeline.earliestDeadline, waiting.earliest)
        guard next < timer?.at ?? .max else { return }
        timer?.task.cancel()
        let wait = Int64(clamping: next &- min(next, MonotonicClock.now()))
        timer = (next, loop.scheduleTask(in: .nanoseconds(wait)) { [weak self] in self?.timeIsUp() })
    }

    private func timeIsUp() {
        timer = nil
        let now = MonotonicClock.now()
        let impatient = waiting.impatient(now: now)
        fail(impatient, .unreachable(reason))
        if pipeline.isOverdue(now: now) { lost("the server did not answer in time") }
        setTimer()
    }

    /// An idle connection is tried, so that a dead one is found before it is needed. Where a command waits - a blocking
    /// one, say - its own time is the judge.
    private func beat() {
        guard case .up = phase, pipeline.isEmpty else { return }
        let deadline = MonotonicClock.now() &+ settings.timeout.nanoseconds
        send([PendingCommand(bytes: RedisCommand("PING").encoded, deadline: deadline, done: { _ in })])
    }
}
