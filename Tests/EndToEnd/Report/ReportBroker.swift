import Foundation
import RabbitMQPeer

/// The contract's topology for reports (contracts, section 1.3) in a virtual host of its own, and a user of report's who
/// may not configure anything: on the broker that the tests of this process share.
final class ReportBroker {
    static let virtualHost = "lumie-report"
    static let user = "report-svc"
    static let password = "r@bbit:/#%2 of reports"
    static let requests = "report.generation-request"
    static let callbacks = "report.generation-callback"
    static let exchange = "lumie.commands"
    static let requestKey = "report.generation.request"
    static let callbackKey = "report.generation.callback"
    private static let letters = requests + ".dlq"

    let server: RabbitMQServer
    private let client: BrokerClient

    init() throws {
        server = try RabbitMQServer.shared()
        try server.addVirtualHost(
            Self.virtualHost, user: Self.user, password: Self.password, write: #"^lumie\\.commands$"#,
            read: #"^report\\.generation-request$"#)
        client = try BrokerClient(server, virtualHost: Self.virtualHost)
        try client.declareExchange(Self.exchange)
        try client.declareExchange("lumie.dlx", type: "fanout")
        try client.declareQueue(
            Self.requests,
            ["x-queue-type": "quorum", "x-dead-letter-exchange": "lumie.dlx", "x-message-ttl": 600_000])
        try client.bind(queue: Self.requests, to: Self.exchange, key: Self.requestKey)
        try client.declareQueue(Self.letters, ["x-queue-type": "quorum"])
        try client.bind(queue: Self.letters, to: "lumie.dlx", key: "")
        try client.declareQueue(Self.callbacks, ["x-queue-type": "quorum"])
        try client.bind(queue: Self.callbacks, to: Self.exchange, key: Self.callbackKey)
    }

    /// Sends commands as the backend does: all, then it waits for the broker's word on them.
    func send(_ commands: [ReportOrder]) throws {
        try client.publish(
            commands.map { ($0.messageID, $0.json) }, to: Self.exchange, key: Self.requestKey)
    }

    func send(_ body: String, headers: [String: String] = [:]) throws {
        try client.publish(body, to: Self.exchange, key: Self.requestKey, headers: headers)
    }

    /// Callbacks as they come, until there are so many; the time is only a bound for a test that fails.
    func takeCallbacks(_ count: Int, seconds: Double = 90) throws -> [ReportAnswer] {
        try client.take(count, from: Self.callbacks, seconds: seconds).map(ReportAnswer.init)
    }

    func takeLetters(_ count: Int) throws -> [String] {
        try client.take(count, from: Self.letters, seconds: 30).map(\.body)
    }

    /// Nothing waits, and nothing came that nobody expected.
    func isEmpty() throws -> Bool {
        try [Self.requests, Self.callbacks, Self.letters].allSatisfy { try client.count($0) == 0 }
    }

    func purge() throws {
        for queue in [Self.requests, Self.callbacks, Self.letters] { try client.purge(queue) }
    }
}
