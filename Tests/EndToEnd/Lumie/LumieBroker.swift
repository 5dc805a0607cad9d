import Foundation
import RabbitMQPeer

/// The contract's topology (contracts, section 1.3) in a virtual host of its own, and a user of grading's who may not
/// configure anything: on the broker that the tests of this process share.
final class LumieBroker {
    static let virtualHost = "lumie"
    static let user = "grading-svc"
    /// With all that a URL would trip over.
    static let password = "p@ss:/#%1 of the broker"
    static let requests = "grading.omr-request"
    static let callbacks = "grading.omr-callback"
    static let commandExchange = "lumie.commands"
    static let requestKey = "grading.omr.request"
    static let callbackKey = "grading.omr.callback"

    let server: RabbitMQServer
    let client: BrokerClient

    init() throws {
        server = try RabbitMQServer.shared()
        try server.addVirtualHost(
            Self.virtualHost, user: Self.user, password: Self.password, write: #"^lumie\\.commands$"#,
            read: #"^grading\\.omr-request$"#)
        client = try BrokerClient(server, virtualHost: Self.virtualHost)
        try client.declareExchange(Self.commandExchange)
        try client.declareExchange("lumie.dlx", type: "fanout")
        try client.declareQueue(
            Self.requests,
            ["x-queue-type": "quorum", "x-dead-letter-exchange": "lumie.dlx", "x-message-ttl": 600_000])
        try client.bind(queue: Self.requests, to: Self.commandExchange, key: Self.requestKey)
        for letters in [Self.requests + ".dlq", "dlq.failed-messages"] {
            try client.declareQueue(letters, ["x-queue-type": "quorum"])
            try client.bind(queue: letters, to: "lumie.dlx", key: "")
        }
        try declareCallbacks()
    }

    func declareCallbacks() throws {
        try client.declareQueue(Self.callbacks, ["x-queue-type": "quorum"])
        try client.bind(queue: Self.callbacks, to: Self.commandExchange, key: Self.callbackKey)
    }

    /// Sends a command as the backend does.
    func send(
        _ body: String, id: String? = nil, headers: [String: String] = [:]
    ) throws {
        try client.publish(body, to: Self.commandExchange, key: Self.requestKey, messageID: id, headers: headers)
    }

    /// Messages of a queue as they come, until there are so many; the time is only a bound for a test that fails.
    func take(_ count: Int, from queue: String = callbacks, seconds: Double = 60) throws -> [BrokerClient.Message] {
        try client.take(count, from: queue, seconds: seconds)
    }

    /// Dead letters; the queue that catches all of them has each, too.
    func takeLetters(_ count: Int) throws -> [BrokerClient.Message] {
        let letters = try take(count, from: Self.requests + ".dlq")
        _ = try take(count, from: "dlq.failed-messages")
        return letters
    }

    /// Nothing waits, and nothing came that nobody expected.
    func isEmpty() throws -> Bool {
        try [Self.requests, Self.callbacks, Self.requests + ".dlq", "dlq.failed-messages"]
            .allSatisfy { try client.count($0) == 0 }
    }

    func purge() throws {
        for queue in [Self.requests, Self.callbacks, Self.requests + ".dlq", "dlq.failed-messages"] {
            try client.purge(queue)
        }
    }
}
