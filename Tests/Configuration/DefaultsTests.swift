import Testing

@testable import HostConfiguration

/// The table of keys is what is told to people and editors; the settings are what holds. Both must say the same.
@Suite struct DefaultsTests {
    private func parse(_ text: String) throws -> ProctorConfiguration {
        try ConfigurationFile.parse(bytes: Array(text.utf8), name: "plugins.yaml", environment: [:])
    }

    /// The defaults of a mapping, written out.
    private func written(_ shape: MappingShape) -> String {
        let members = shape.available.compactMap { entry -> String? in
            switch (entry.absence, entry.shape) {
            case (.value(let text), .text), (.value(let text), .choice): "\(entry.name): '\(text)'"
            case (.value(let text), _): "\(entry.name): \(text)"
            case (.parts, .mapping(let mapping)): "\(entry.name): \(written(mapping))"
            default: nil
            }
        }
        return "{ \(members.joined(separator: ", ")) }"
    }

    @Test("the host's defaults, written out, change nothing")
    func host() throws {
        let text = written(HostKeys.shape)
        #expect(text.contains("body_limit: 20MiB") && text.contains("age: 30d"))
        #expect(try parse("version: 1\nhost: \(text)").host == parse("version: 1").host)
    }

    @Test("a processor's and its bindings' defaults, written out, change nothing")
    func processors() throws {
        func file(_ processor: String, _ binding: (MappingShape, String) -> String) -> String {
            """
            version: 1
            brokers: { rabbit: { host: r } }
            processors:
              p:
                plugin: p
                \(processor)
                bindings:
                  - { queue: { name: a\(binding(QueueKeys.shape, "name"))}, operation: o }
                  - { schedule: { every: 1m\(binding(ScheduleKeys.shape, "every"))}, operation: o }
                  - { folder: { path: ./a\(binding(FolderKeys.shape, "path"))}, operation: o }
                  - amqp: { queue: a\(binding(AMQPKeys.shape, "queue"))}
                    operation: o
                    callback: { key: a\(binding(CallbackKeys.shape, "key"))}
                  - amqp: { queue: b, topology: declare, declare: { ttl: 1s\(binding(DeclareKeys.shape, "ttl"))} }
                    operation: o
            """
        }
        let short = try parse(file("") { _, _ in "" }).processors
        let lists = ["may_enqueue", "upstreams", "buckets", "databases"].map { "\n    \($0): []" }.joined()
        let long = try parse(
            file("limits: \(written(LimitKeys.shape))\(lists)") { shape, _ in
                ", " + written(shape).dropFirst(2).dropLast(2)
            }
        ).processors
        #expect(short.first?.bindings?.map(\.source) == long.first?.bindings?.map(\.source))
        #expect(short.first?.bindings?.map(\.callback) == long.first?.bindings?.map(\.callback))
        #expect(short.first?.limits == long.first?.limits && long.first?.mayEnqueue == [])
    }

    @Test("a listener's and an upstream's defaults, written out, change nothing")
    func others() throws {
        let listener = written(ListenerKeys.further).dropFirst(2)
        let signature = written(AuthenticationKeys.signature).dropFirst(2)
        let upstream = written(UpstreamKeys.shape).dropFirst(2)
        let secret = "0123456789abcdef"
        let short = try parse(
            """
            version: 1
            host: { listeners: { a: { listen: 127.0.0.1:1, auth: { hmac: \(secret) } } } }
            upstreams: { u: { url: "http://u" } }
            """)
        let long = try parse(
            """
            version: 1
            host: { listeners: { a: { listen: 127.0.0.1:1, auth: { hmac: { secret: \(secret), \(signature) }, \(listener) } }
            upstreams: { u: { url: "http://u", \(upstream) }
            """)
        #expect(short.host == long.host)
        #expect(short.upstreams == long.upstreams)
    }

    @Test("the defaults of a broker, a bucket and a database, written out, change nothing")
    func stores() throws {
        func file(_ defaults: (MappingShape) -> String) throws -> ProctorConfiguration {
            try parse(
                """
                version: 1
                brokers: { r: { host: r, port: 5672, vhost: /, heartbeat: 20s\(defaults(BrokerKeys.shape))} }
                buckets: { b: { url: file:./b\(defaults(BucketKeys.shape))} }
                databases: { d: { url: sqlite:./d\(defaults(DatabaseKeys.shape))} }
                """)
        }
        let short = try file { _ in "" }
        let long = try file { ", " + written($0).dropFirst(2).dropLast(2) }
        #expect(
            short.brokers.map(\.connectTimeout) == long.brokers.map(\.connectTimeout)
                && short.brokers.map(\.heartbeat) == long.brokers.map(\.heartbeat))
        #expect(short.buckets.map(\.access) == long.buckets.map(\.access))
        #expect(short.databases.map(\.rowLimit) == long.databases.map(\.rowLimit))
        #expect(short.databases.map(\.timeout) == long.databases.map(\.timeout))
        #expect(short.databases.map(\.connections) == long.databases.map(\.connections))
    }
}
