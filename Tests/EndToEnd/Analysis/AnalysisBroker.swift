import Foundation
import RabbitMQPeer

/// A queue of analysis and one of its callbacks, in a virtual host of their own on the broker that the tests of this
/// process share.
final class AnalysisBroker {
    static let virtualHost = "lumie-analysis"
    static let user = "analysis-svc"
    static let password = "r@bbit:/#%3 of analysis"
    static let requests = "analysis.text-request"
    static let callbacks = "analysis.text-callback"
    private static let exchange = "lumie.commands"
    private static let callbackKey = "analysis.text.callback"
    private static let letters = requests + ".dlq"

    /// One test at a time asks for it: the suites are serialized. It is gone before the process is.
    nonisolated(unsafe) private static var made: Result<AnalysisBroker, any Error>?

    /// Made once for these tests, and empty.
    static func shared() throws -> AnalysisBroker {
        let broker = try connected()
        for queue in [requests, callbacks, letters] { try broker.client.purge(queue) }
        return broker
    }

    private static func connected() throws -> AnalysisBroker {
        if let made { return try made.get() }
        atexit { AnalysisBroker.made = nil }
        let result = Result { try AnalysisBroker() }
        made = result
        return try result.get()
    }

    let server: RabbitMQServer
    private let client: BrokerClient

    private init() throws {
        server = try RabbitMQServer.shared()
        try server.addVirtualHost(
            Self.virtualHost, user: Self.user, password: Self.password, write: #"^lumie\\.commands$"#,
            read: #"^analysis\\.text-request$"#)
        client = try BrokerClient(server, virtualHost: Self.virtualHost)
        try client.declareExchange(Self.exchange)
        try client.declareExchange("lumie.dlx", type: "fanout")
        try client.declareQueue(
            Self.requests, ["x-queue-type": "quorum", "x-dead-letter-exchange": "lumie.dlx"])
        try client.declareQueue(Self.letters, ["x-queue-type": "quorum"])
        try client.bind(queue: Self.letters, to: "lumie.dlx", key: "")
        try client.declareQueue(Self.callbacks, ["x-queue-type": "quorum"])
        try client.bind(queue: Self.callbacks, to: Self.exchange, key: Self.callbackKey)
    }

    /// The part of plugins.yaml that names the broker.
    var file: String {
        """
        brokers:
          rabbit:
            host: 127.0.0.1
            port: \(server.port)
            username: \(Self.user)
            password: "\(Self.password)"
            vhost: \(Self.virtualHost)

        """
    }

    /// The processor's bindings.
    static let bindings = """
            limits: { concurrency: 16, queue: 64, timeout: 60s }
            bindings:
              - { http: GET /api/analysis/usage, operation: analysis.usage }
              - amqp:
                  queue: \(requests)
                  topology: passive
                  retry: { attempts: 2, first: 20ms, most: 20ms }
                  deliveries: 1
                operation: analysis.job
                callback:
                  exchange: \(exchange)
                  key: \(callbackKey)
                  failure: analysis.failed
        """

    func send(_ bodies: [String]) throws {
        for body in bodies { try client.publish(body, key: Self.requests) }
    }

    func takeCallbacks(_ count: Int) throws -> [BrokerClient.Message] {
        try client.take(count, from: Self.callbacks, seconds: 30)
    }

    func takeLetters(_ count: Int) throws -> [String] {
        try client.take(count, from: Self.letters, seconds: 30).map(\.body)
    }

    /// Nothing waits, and nothing came that nobody expected.
    func isEmpty() throws -> Bool {
        try [Self.requests, Self.callbacks, Self.letters].allSatisfy { try client.count($0) == 0 }
    }
}
