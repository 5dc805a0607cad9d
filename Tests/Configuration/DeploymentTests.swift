import Foundation
import Testing

@testable import HostConfiguration

/// docs/deployments/lumie.yaml comes to what contracts/lumie.md asks for, from the contract's names alone.
@Suite struct DeploymentTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "docs/deployments")

    /// What has to be set.
    private static let required = [
        "RABBITMQ_HOST": "rabbitmq.lumie-event.svc", "RABBITMQ_USERNAME": "lumie", "RABBITMQ_PASSWORD": "p@ss:/#%1",
        "LUMIE_BACKEND_URL": "http://backend.lumie.svc:8080/", "LUMIE_INTERNAL_HMAC_SECRET": "hmac-hunter2",
        "MINIO_ENDPOINT": "http://minio.minio.svc:9000", "MINIO_ACCESS_KEY": "lumie", "MINIO_SECRET_KEY": "hunter2",
    ]

    private func text() throws -> String {
        try String(contentsOf: Self.folder.appending(path: "lumie.yaml"), encoding: .utf8)
    }

    private func lumie(_ further: [String: String] = [:]) throws -> ProctorConfiguration {
        try ConfigurationFile.parse(
            bytes: Array(text().utf8), name: "etc/lumie.yaml", environment: Self.required.merging(further) { $1 })
    }

    @Test("with what has to be set alone, everything else is as the contract says")
    func defaults() throws {
        let configuration = try lumie()
        let host = configuration.host
        #expect(host.state == "etc/var" && host.plugins == ["etc/plugins"])
        #expect(host.admin.address == .tcp(host: "127.0.0.1", port: 9090) && host.remoteStore == nil)
        #expect(host.log.format == .json && host.remoteBlobs == nil)

        var rabbit = BrokerSettings(
            name: "rabbit", kind: .amqp, host: "rabbitmq.lumie-event.svc", port: 5672, virtualHost: "/",
            position: try #require(configuration.brokers.first).position)
        (rabbit.username, rabbit.password) = ("lumie", Secret("p@ss:/#%1"))
        #expect(configuration.brokers == [rabbit])

        let backend = try #require(configuration.upstreams.first)
        #expect(backend.name == "backend" && backend.url == "http://backend.lumie.svc:8080")
        #expect(backend.signing?.secret.value == "hmac-hunter2" && backend.signing?.tenant == nil)
        #expect(backend.signing?.canonical == "{method}\n{target}\n{tenant}\n{timestamp}\n{body_sha256}")
        #expect(backend.signing?.signatureHeader == "X-Signature" && backend.signing?.tenantHeader == "X-Tenant-Slug")
        #expect(backend.signing?.timestampHeader == "X-Timestamp")
        #expect(backend.connectTimeout == .seconds(5) && backend.timeout == .seconds(10))
        #expect(backend.retry.attempts == 3 && backend.totalTimeout == .seconds(30))

        let images = S3Settings(
            bucket: "lumie", endpoint: "http://minio.minio.svc:9000", accessKey: "lumie", secretKey: Secret("hunter2"))
        #expect(configuration.buckets.map(\.place) == [.s3(images)] && configuration.buckets[0].access == .read)
        #expect(configuration.databases == [])
    }

    @Test("grading has its routes, its queue with the callback, and no more than it needs")
    func grading() throws {
        let configuration = try lumie()
        #expect(configuration.processors.map(\.name) == ["grading"])
        let grading = try #require(configuration.processors.first)
        #expect(grading.upstreams == ["backend"] && grading.buckets == ["images"] && grading.databases == [])
        let listener = try #require(grading.listener)
        #expect(listener.address == .tcp(host: "0.0.0.0", port: 8000))
        #expect(listener.authentication == AuthenticationSettings.none && listener.bodyLimit == 20 << 20)
        #expect(grading.limits.timeout == .seconds(60))

        var queue = AMQPBinding(broker: "rabbit", queue: "grading.omr-request")
        queue.prefetch = 4
        #expect(queue.topology == .passive && queue.retry.attempts == 4 && queue.deliveries == 5)
        var callback = CallbackSettings(
            broker: "rabbit", exchange: "lumie.commands", key: "grading.omr.callback")
        callback.failure = "grading.failed"
        #expect(callback.retry == RetryPolicy(attempts: 4, first: .milliseconds(500), most: .seconds(2)))
        let route = { BindingSource.http(HTTPBinding(listener: "grading", method: "POST", path: $0)) }
        let bindings = try #require(grading.bindings)
        #expect(bindings.map(\.source) == [route("/api/omr/grade"), route("/api/temp/grading"), .amqp(queue)])
        #expect(bindings.map(\.operation) == ["grading.grade", "grading.grade", "grading.job"])
        #expect(bindings.map(\.callback) == [nil, nil, callback])
    }

    @Test("every optional name of the contract is heard")
    func optional() throws {
        let configuration = try lumie([
            "RABBITMQ_PORT": "5673", "RABBITMQ_VHOST": "exams", "MINIO_BUCKET_NAME": "lumie-dev", "HOST": "127.0.0.1",
            "PORT": "9000", "GRADING_QUEUE": "q", "CALLBACK_EXCHANGE": "e", "PREFETCH_COUNT": "16",
            "LUMIE_HMAC_CANONICAL": #"{method}\n{body_sha256}"#, "PROCTOR_PLUGINS": "/opt/plugins",
            "PROCTOR_STATE": "/var/lib/proctor", "PROCTOR_ADMIN": "unix:/run/admin.sock",
        ])
        #expect(configuration.brokers.first?.port == 5673 && configuration.brokers.first?.virtualHost == "exams")
        #expect(configuration.upstreams.first?.signing?.canonical == "{method}\n{body_sha256}")
        guard case .s3(let bucket)? = configuration.buckets.first?.place else {
            Issue.record("the images are not in a bucket")
            return
        }
        #expect(bucket.bucket == "lumie-dev")
        let grading = try #require(configuration.processors.first)
        #expect(grading.listener?.address == .tcp(host: "127.0.0.1", port: 9000))
        guard case .amqp(let queue)? = grading.bindings?.last?.source else {
            Issue.record("the last binding is none of a RabbitMQ")
            return
        }
        #expect(queue.queue == "q" && queue.prefetch == 16 && grading.bindings?.last?.callback?.exchange == "e")
        #expect(configuration.host.plugins == ["/opt/plugins"] && configuration.host.state == "/var/lib/proctor")
        #expect(configuration.host.admin.address == .unix(path: "/run/admin.sock"))
    }

    @Test("the store is a Redis by its URL or by its sentinels, and never both")
    func store() throws {
        let single = try lumie(["REDIS_URL": "redis://redis:6380/1", "REDIS_PASSWORD": "hunter2"]).host.remoteStore
        #expect(single?.place == .redis(host: "redis", port: 6380) && single?.database == 1)
        #expect(single?.password?.value == "hunter2" && single?.prefix == "" && single?.tls == nil)
        let nodes = [
            "REDIS_SENTINEL_NODES": "redis.lumie-cache.svc:26379,two", "REDIS_SENTINEL_MASTER": "mymaster",
            "REDIS_URL": "",
        ]
        let sentinels = [
            SocketPlace(host: "redis.lumie-cache.svc", port: 26379), SocketPlace(host: "two", port: 26379),
        ]
        #expect(try lumie(nodes).host.remoteStore?.place == .sentinel(master: "mymaster", sentinels: sentinels))
        #expect(throws: ConfigurationProblems.self) { try lumie(nodes.merging(["REDIS_URL": "redis://r"]) { $1 }) }
    }

    @Test("each name that has to be set is missed by name when it is not", arguments: required.keys.sorted())
    func missing(name: String) throws {
        let error = #expect(throws: ConfigurationProblems.self) {
            try ConfigurationFile.parse(
                bytes: Array(text().utf8), name: "lumie.yaml", environment: Self.required.filter { $0.key != name })
        }
        #expect(error?.problems.map(\.code) == ["config.missing_variable"])
        #expect(error?.description.contains("the environment variable \(name) is not set") == true)
    }

    @Test("the page beside the file names each variable of it, and no other")
    func page() throws {
        let all = try String(contentsOf: Self.folder.appending(path: "README.md"), encoding: .utf8)
        let page = try #require(all.split(separator: "\n## ").first { $0.hasPrefix("lumie.yaml") })
        let written = Set(try text().matches(of: /\$\{([A-Z_]+)/).map { String($0.output.1) })
        let told = Set(page.matches(of: /`([A-Z]+(_[A-Z]+)*)`/).map { String($0.output.1) })
        #expect(written == told)
        #expect(written.isSuperset(of: Self.required.keys))
    }

    @Test("no secret of it is shown")
    func secrets() throws {
        let configuration = try lumie(["REDIS_URL": "redis://:hunter2@redis", "LUMIE_HMAC_CANONICAL": ""])
        for setting in configuration.effectiveSettings() {
            #expect(!setting.value.contains("hunter2") && !setting.value.contains("p@ss"))
        }
    }
}
