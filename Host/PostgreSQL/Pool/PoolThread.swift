import DequeModule
import Glibc
import HostThreads
import Logging
import Synchronization

/// The one thread of a pool: all connections are its own, and it waits for all of them at once.
///
/// `@unchecked Sendable`: everything but `inbox`, `hindrance` and `ended` is touched by the thread alone.
final class PoolThread: @unchecked Sendable {
    /// The server is given so much longer than a request has, to say by itself that it took too long.
    private static let patience = Duration.milliseconds(250)

    let inbox: PoolInbox
    /// Why the server cannot be reached; nil while it can, and before the first attempt has ended.
    let hindrance = Mutex<PostgreSQLFailure?>(nil)
    let ended = Gate()

    private let settings: PostgreSQLSettings
    private let log: Logger
    private var connections: [PostgreSQLConnection] = []
    private var waiting: Deque<PendingRequest> = []
    /// Not later than the first deadline of those that wait.
    private var firstDeadline = UInt64.max
    private var availability = ServerAvailability()
    private var isClosing = false

    init(_ settings: PostgreSQLSettings, log: Logger) {
        self.settings = settings
        self.log = log
        inbox = PoolInbox(limit: settings.waiting)
    }

    func run() {
        while true {
            takeIn()
            let now = MonotonicClock.now()
            expire(now)
            openConnections(now)
            handOut(now)
            for connection in connections where connection.hasInput { advance(connection) }
            buryLost()
            if isClosing, waiting.isEmpty, connections.allSatisfy({ $0.count == 0 || $0.phase != .ready }) { break }
            wait()
        }
        for connection in connections { connection.close() }
        connections = []
        ended.open()
    }

    private func takeIn() {
        let contents = inbox.take()
        isClosing = contents.isClosing
        for request in contents.requests { add(request) }
    }

    private func add(_ request: PendingRequest) {
        waiting.append(request)
        firstDeadline = min(firstDeadline, request.deadline)
    }

    // MARK: Time

    private func expire(_ now: UInt64) {
        for connection in connections {
            if connection.phase == .connecting, now >= connection.connectDeadline {
                connection.lose(.noConnection("\(settings.place) did not answer in time"))
            } else if let deadline = connection.nextDeadline, now >= deadline &+ Self.patience.nanoseconds {
                connection.lose(PostgreSQLFailure(.unreachable, "the server does not answer"))
            }
        }
        if let refusal = availability.refusal(now: now), !isAnyReady {
            let refused = waiting
            waiting = []
            firstDeadline = .max
            for request in refused { end(request, .failure(refusal)) }
        } else if now >= firstDeadline {
            let late = waiting.filter { $0.deadline <= now }
            waiting.removeAll { $0.deadline <= now }
            firstDeadline = waiting.lazy.map(\.deadline).min() ?? .max
            let busy = PostgreSQLFailure(.timeout, "no connection was free in time")
            let failure = isAnyReady ? busy : availability.failure ?? busy
            for request in late { end(request, .failure(failure)) }
        }
    }

    private var nextMoment: UInt64 {
        var moment = firstDeadline
        for connection in connections {
            if connection.phase == .connecting { moment = min(moment, connection.connectDeadline) }
            if let deadline = connection.nextDeadline { moment = min(moment, deadline &+ Self.patience.nanoseconds) }
        }
        if wantsConnection { moment = min(moment, availability.nextAttempt) }
        // Requests are never refused while a connection is there: what is past then would be no moment to wait for.
        if !waiting.isEmpty, !isAnyReady, let from = availability.refusesFrom { moment = min(moment, from) }
        return moment
    }

    private var isAnyReady: Bool { connections.contains { $0.phase == .ready } }

    // MARK: Connections

    /// One connection is always wanted: whether the server can be reached is then known before somebody asks.
    private var wantsConnection: Bool {
        guard !isClosing || !waiting.isEmpty, connections.count < max(1, settings.connections) else { return false }
        let connecting = connections.count { $0.phase == .connecting }
        return (connections.isEmpty || waiting.count > connecting) && availability.allows(connecting: connecting)
    }

    private func openConnections(_ now: UInt64) {
        while wantsConnection, now >= availability.nextAttempt {
            let connection = PostgreSQLConnection(settings, now: now)
            connections.append(connection)
            if connection.phase == .lost { return }
        }
    }

    private func handOut(_ now: UInt64) {
        while let next = waiting.first {
            let free = connections.filter { $0.canTake(next.request) }.min { $0.count < $1.count }
            guard let free else { return }
            waiting.removeFirst()
            free.send(next, now: now)
            inbox.left(1)
        }
    }

    /// Answers what was under way on connections that are gone.
    private func buryLost() {
        let now = MonotonicClock.now()
        for connection in connections where connection.phase == .lost {
            let failure = connection.failure ?? PostgreSQLFailure(.unreachable, "the connection is gone")
            if !connection.wasReady {
                availability.failed(failure, now: now, chance: Double.random(in: 0...1))
                // One more connection than the server has room for is no hindrance.
                if !isAnyReady { note(failure) }
            } else {
                log.warning(
                    "a connection to PostgreSQL was lost",
                    metadata: ["server": "\(settings.place)", "reason": "\(failure)"])
                if !isAnyReady { availability.lostLast(now: now) }
            }
            for exchange in connection.takeUnderWay() {
                exchange.pending.done(.failure(exchange.loss(failure, now: now)))
            }
        }
        connections.removeAll { $0.phase == .lost }
    }

    private func note(_ failure: PostgreSQLFailure?) {
        let before = hindrance.withLock { hindrance in
            defer { hindrance = failure }
            return hindrance
        }
        if let failure, before == nil {
            log.error(
                "PostgreSQL cannot be reached", metadata: ["server": "\(settings.place)", "reason": "\(failure)"])
        } else if failure == nil, before != nil {
            log.notice("PostgreSQL can be reached again", metadata: ["server": "\(settings.place)"])
        }
    }

    // MARK: Waiting

    private func wait() {
        let now = MonotonicClock.now()
        var polled = [pollfd(fd: inbox.bell, events: Int16(POLLIN), revents: 0)]
        var owners: [PostgreSQLConnection] = []
        for connection in connections {
            guard let descriptor = connection.descriptor else { continue }
            polled.append(pollfd(fd: descriptor, events: connection.events, revents: 0))
            owners.append(connection)
        }
        let moment = nextMoment
        let left = moment > now ? (moment - now) / 1_000_000 + 1 : 0
        // A minute at most: without a bell a request is found then.
        guard poll(&polled, nfds_t(polled.count), Int32(min(left, 60_000))) > 0 else { return }
        for (slot, connection) in zip(polled.dropFirst(), owners) where slot.revents != 0 { advance(connection) }
    }

    private func advance(_ connection: PostgreSQLConnection) {
        let wasReady = connection.wasReady
        let ended = connection.advance(now: MonotonicClock.now())
        if !wasReady, connection.wasReady {
            availability.connected()
            note(nil)
        }
        for end in ended {
            if end.exchange.isOutdated, !end.exchange.pending.isAgain {
                var again = end.exchange.pending
                again.isAgain = true
                add(again)
                inbox.returned()
            } else {
                end.exchange.pending.done(end.outcome)
            }
        }
    }

    private func end(_ request: PendingRequest, _ outcome: Result<[PostgreSQLResult], PostgreSQLFailure>) {
        inbox.left(1)
        request.done(outcome)
    }
}
