import Testing

@testable import HostConfiguration

/// Everything that can be said is read.
@Suite struct FullFileTests {
    static func configuration() throws -> ProctorConfiguration {
        try ConfigurationFile.parse(
            bytes: Array(FullFile.text.utf8), name: "etc/plugins.yaml", environment: FullFile.environment,
            files: FullFile.contents)
    }

    @Test func listenersAreRead() throws {
        let host = try Self.configuration().host
        #expect(host.listeners.map(\.name) == ["http", "public", "local"])
        let http = host.listeners[0]
        #expect(http.bodyLimit == 2 << 20 && http.headerLimit == 16 << 10 && http.connections == 100)
        #expect(http.readTimeout == .seconds(5) && http.idleTimeout == .seconds(60))
        let authentication = try #require(http.authentication)
        #expect(authentication.bearer.map(\.value) == ["hunter2-hunter2-hunter2", "hunter2-hunter2-hunter3"])
        #expect(authentication.signature?.secret.value == "hunter2-hunter2-hunter2")
        #expect(authentication.signature?.canonical == "{timestamp}\n{body_sha256}")
        #expect(authentication.signature?.window == .seconds(60))
        #expect(host.listeners[1].address == .tcp(host: "0.0.0.0", port: 8443))
        #expect(host.listeners[1].authentication == AuthenticationSettings.none)
        #expect(
            host.listeners[2].address == .unix(path: "etc/var/http.sock") && host.listeners[2].authentication == nil)
        #expect(host.admin.address == .unix(path: "etc/var/admin.sock"))
        #expect(host.admin.authentication?.bearer.map(\.value) == ["hunter2-hunter2-hunter2"])
    }

    @Test func whereDataIsKeptIsRead() throws {
        let host = try Self.configuration().host
        #expect(host.store.path == "etc/db/proctor.db" && !host.store.isSynchronous)
        #expect(host.retention.deadLetters == .init(age: .seconds(7 * 86400), count: 10))
        #expect(host.retention.history == .init(age: .seconds(86400), count: 20))
        #expect(host.retention.results == .init(age: .seconds(3600), count: 30))
    }

    @Test(arguments: [
        ("store: sqlite:./a.db", "etc/a.db"), ("store: sqlite:/a.db", "/a.db"), ("store: sqlite:///a.db", "/a.db"),
        ("store: { url: sqlite:a.db }", "etc/a.db"), ("state: data", "etc/data/proctor.db"),
    ])
    func storeHasSeveralForms(text: String, path: String) throws {
        let bytes = Array("version: 1\nhost: { \(text) }".utf8)
        let host = try ConfigurationFile.parse(bytes: bytes, name: "etc/p.yaml", environment: [:]).host
        #expect(host.store.path == path)
    }

    @Test func bindingsAreRead() throws {
        let grading = try #require(try Self.configuration().processors.first)
        #expect(grading.listener?.name == "grading")
        #expect(grading.listener?.address == .tcp(host: "127.0.0.1", port: 8000))
        #expect(grading.mayEnqueue == ["reports"])
        let bindings = try #require(grading.bindings)
        #expect(
            bindings[0].source == .http(HTTPBinding(listener: "grading", method: "GET", path: "/exams/{id}")),
            "its own listener is the default")
        #expect(bindings[0].target == .operation("grading.read"))
        #expect(
            bindings[1].source == .http(HTTPBinding(listener: "public", method: "POST", path: "/jobs/grade")))
        #expect(bindings[1].target == .queue("reports") && bindings[1].operation == nil)
        #expect(bindings[2].source == .queue(QueueBinding(name: "reports")))
        var slow = QueueBinding(name: "slow")
        slow.lease = .seconds(300)
        slow.limit = 100
        (slow.retry.attempts, slow.retry.first, slow.retry.most) = (9, .seconds(2), .seconds(3600))
        slow.retry.jitter = 0
        #expect(bindings[3].source == .queue(slow))
    }

    @Test func schedulesAndFoldersAreRead() throws {
        let bindings = try #require(try Self.configuration().processors.first?.bindings)
        #expect(
            bindings[4].source
                == .schedule(ScheduleBinding(name: "grading/grading.sweep", trigger: .cron("0 3 * * mon-fri"))))
        var often = ScheduleBinding(name: "grading/often", trigger: .interval(.seconds(900)))
        (often.zone, often.missed, often.jitter) = ("Asia/Seoul", .once, .seconds(30))
        often.input = Array(#"{"a":[1]}"#.utf8)
        #expect(bindings[5].source == .schedule(often))
        #expect(bindings[6].source == .folder(FolderBinding(path: "etc/scans")))
        var folder = FolderBinding(path: "/in")
        (folder.patterns, folder.settle, folder.keepsAnswers) = (["*.jpg", "*.png"], .seconds(5), false)
        (folder.done, folder.failed) = ("/out/done", "etc/failed")
        #expect(bindings[7].source == .folder(folder))
    }

    @Test("a secret is in no description or dump of the settings")
    func secretsAreNotShown() throws {
        let configuration = try Self.configuration()
        var dumped = ""
        let parts: [Any] = [
            configuration.host, configuration.upstreams, configuration.brokers, configuration.buckets,
            configuration.databases,
        ]
        for part in parts {
            dumped += "\(part)" + String(reflecting: part)
            dump(part, to: &dumped)
        }
        #expect(!dumped.contains("hunter2"))
    }

    @Test("a folder may lie anywhere else, and a path part may be fixed here and a parameter there")
    func nearOverlapsAreAllowed() throws {
        let text = """
            version: 1
            processors:
              p:
                plugin: p
                bindings:
                  - { folder: ./scans, operation: a }
                  - { folder: { path: ./scans2 }, operation: a }
                  - { folder: { path: ./other, done: ./archive, failed: ./archive }, operation: a }
                  - { http: GET /a/{x}, operation: a }
                  - { http: GET /a/b, operation: a }
                  - { http: POST /a/{y}, operation: a }
                  - { http: GET /a/{y}/c, operation: a }
            """
        #expect(throws: Never.self) {
            try ConfigurationFile.parse(bytes: Array(text.utf8), name: "plugins.yaml", environment: [:])
        }
    }

    @Test("what is wrong elsewhere does not hide where the host keeps its state")
    func hostSettingsAreTolerant() throws {
        let path = "/tmp/proctor-tolerant-\(UInt64.random(in: 0 ... .max)).yaml"
        let text = "version: 7\nhost: { state: data, admin: { listen: unix:a.sock }, drain: 3 }\nprocessors: [ 1 ]\n"
        #expect(FileText.write(text, to: path))
        defer { FileText.remove(path) }
        let host = ConfigurationFile.hostSettings(path: path, environment: [:])
        #expect(host.state == "/tmp/data" && host.admin.address == .unix(path: "/tmp/a.sock"))
        #expect(host.drain == .seconds(30))
    }

    @Test("queues of a RabbitMQ and their callbacks are read")
    func amqpBindings() throws {
        let bindings = try #require(try Self.configuration().processors.first?.bindings)
        #expect(bindings[8].source == .amqp(AMQPBinding(broker: "parts", queue: "grading.plain")))
        #expect(bindings[8].callback == nil)
        var amqp = AMQPBinding(broker: "rabbit", queue: "grading.omr-request")
        (amqp.prefetch, amqp.topology, amqp.deliveries) = (16, .declare, 3)
        (amqp.declaration.exchange, amqp.declaration.key) = ("lumie.commands", "grading.omr.request")
        (amqp.declaration.deadLetterExchange, amqp.declaration.messageLifetime) = ("lumie.dlx", .seconds(600))
        amqp.declaration.deliveryLimit = 20
        amqp.retry = RetryPolicy(attempts: 2, first: .milliseconds(10), most: .milliseconds(20))
        amqp.retry.jitter = 0
        amqp.ladder = [.seconds(10), .seconds(60)]
        #expect(bindings[9].source == .amqp(amqp) && bindings[9].target == .operation("grading.job"))
        #expect(amqp.ladderQueue(1) == "grading.omr-request.retry.60000ms")
        var callback = CallbackSettings(broker: "parts", exchange: "lumie.commands", key: "grading.omr.callback")
        callback.failure = "grading.failed"
        callback.retry = RetryPolicy(attempts: 5, first: .seconds(1), most: .seconds(2))
        callback.retry.jitter = 0.1
        callback.timeout = .seconds(4)
        #expect(bindings[9].callback == callback)
    }

    @Test("the only RabbitMQ of a file need not be named, and a callback goes where its queue is")
    func onlyBroker() throws {
        let configuration = try FileText.parse(
            """
            version: 1
            brokers: { cache: "redis://c", rabbit: "amqp://r" }
            processors:
              p:
                plugin: p
                bindings: [ { amqp: jobs, operation: o, callback: { key: done } } ]
            """)
        let binding = try #require(configuration.processors.first?.bindings?.first)
        #expect(binding.source == .amqp(AMQPBinding(broker: "rabbit", queue: "jobs")))
        #expect(binding.callback == CallbackSettings(broker: "rabbit", exchange: "", key: "done"))
    }
}
