import Glibc
import HostConfiguration
import HostThreads
import Logging
import RabbitMQPeer

@testable import HostRabbitMQ

/// A session that keeps what happens and does what it is told.
final class RecordingSession: BrokerSession, @unchecked Sendable {  // guarded; closures are set before use
    struct Seen {
        var opened: [UInt64] = []
        var events: [BrokerEvent] = []
        var turns = 0
        var lost: [BrokerFailure] = []
        var failedAttempts: [BrokerFailure] = []
        var hasEnded = false
        var deliveries: [IncomingMessage] {
            events.compactMap { if case .delivery(let message) = $0 { message } else { nil } }
        }
    }

    let seen = Guarded(Seen())
    private let orders = Guarded<[(any OpenBroker) throws(BrokerFailure) -> Void]>([])
    var whenOpened: (any OpenBroker) throws(BrokerFailure) -> Void = { _ in }
    var whenReceived: (BrokerEvent, any OpenBroker) throws(BrokerFailure) -> Void = { _, _ in }
    var keepsEvents = true

    var nextMoment: UInt64? { nil }

    func opened(_ broker: any OpenBroker) throws(BrokerFailure) {
        seen.withLock { $0.opened.append(broker.generation) }
        try whenOpened(broker)
    }

    func received(_ event: BrokerEvent, _ broker: any OpenBroker) throws(BrokerFailure) {
        if keepsEvents { seen.withLock { $0.events.append(event) } }
        try whenReceived(event, broker)
    }

    func turn(_ broker: any OpenBroker) throws(BrokerFailure) {
        seen.withLock { $0.turns += 1 }
        let todo = orders.withLock { orders in
            defer { orders = [] }
            return orders
        }
        for order in todo { try order(broker) }
    }

    func lost(_ failure: BrokerFailure) { seen.withLock { $0.lost.append(failure) } }

    func turnWithoutBroker(_ failure: BrokerFailure) { seen.withLock { $0.failedAttempts.append(failure) } }

    func ended() { seen.withLock { $0.hasEnded = true } }

    /// Has it done in the next turn of `thread`.
    func order(_ thread: BrokerThread, _ order: @escaping (any OpenBroker) throws(BrokerFailure) -> Void) {
        orders.withLock { $0.append(order) }
        thread.wake()
    }

    /// Waits until what was seen is so; false after `limit`.
    func waits(_ limit: Duration = .seconds(20), until isSo: (Seen) -> Bool) -> Bool {
        eventually(limit) { seen.withLock { isSo($0) } }
    }
}

/// Looks every few milliseconds: what is waited for happens in another process.
func eventually(_ limit: Duration = .seconds(20), _ isSo: () throws -> Bool) rethrows -> Bool {
    let end = MonotonicClock.now() + limit.nanoseconds
    while try !isSo() {
        if MonotonicClock.now() > end { return false }
        usleep(2000)
    }
    return true
}

extension RabbitMQServer {
    func settings(heartbeat: Duration = .seconds(20)) -> BrokerSettings {
        var settings = BrokerSettings(
            name: "rabbit", kind: .amqp, host: Self.host, port: port, virtualHost: "/",
            position: SourcePosition(file: "test", line: 1, column: 1))
        settings.heartbeat = heartbeat
        settings.connectTimeout = .seconds(5)
        return settings
    }

    func tlsSettings(_ authority: String?, host: String = "localhost", withCertificate: Bool = true) -> BrokerSettings {
        var settings = settings()
        settings.host = host
        settings.port = tlsPort
        var tls = TLSSettings()
        tls.authorities = authority
        if withCertificate { (tls.certificate, tls.key) = (certificates.client.certificate, certificates.client.key) }
        settings.tls = tls
        return settings
    }
}

extension BrokerThread {
    convenience init(_ settings: BrokerSettings, _ session: any BrokerSession) {
        var log = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        log.logLevel = .critical
        self.init(settings: settings, session: session, name: "proctor test", log: log)
    }
}
