import Testing

@testable import HostConfiguration

/// What `proctor` shows of the configuration as it holds.
@Suite struct EffectiveSettingsTests {
    private func rows(_ text: String, _ environment: [String: String] = [:]) throws -> [String: String] {
        let configuration = try ConfigurationFile.parse(
            bytes: Array(text.utf8), name: "p.yaml", environment: environment)
        return Dictionary(
            uniqueKeysWithValues: configuration.effectiveSettings().map { ($0.path, "\($0.value) <- \($0.origin)") })
    }

    @Test("a file that says nothing has every default")
    func defaults() throws {
        let rows = try rows("version: 1")
        #expect(rows["version"] == "1 <- p.yaml:1:10")
        #expect(rows["host.http.listen"] == "127.0.0.1:8080 <- default")
        #expect(rows["host.http.body_limit"] == "20MiB <- default")
        #expect(rows["host.admin.listen"] == "127.0.0.1:9090 <- default")
        #expect(rows["host.store.path"] == "./var/proctor.db <- default")
        #expect(rows["host.store.sync"] == "full <- default")
        #expect(rows["host.blobs.url"] == "file:./var/blobs <- default")
        #expect(rows["host.retention.dead_letters.age"] == "30d <- default")
        #expect(rows["host.http.auth"] == nil && rows["host.admin.token"] == nil && rows["host.http.tls"] == nil)
    }

    @Test("each value says whether it is written, or from a variable, a variable's default, or from a file")
    func origins() throws {
        let rows = try rows(
            """
            version: 1
            host:
              drain: ${DRAIN}
              state: ${STATE:-./data}
              log: { level: debug }
            processors:
              p: { plugin: p, limits: { queue: 7 }, listen: 127.0.0.1:8000, bindings: [ { http: GET /a, operation: a } ] }
              q: { plugin: q }
            """, ["DRAIN": "1m"])
        #expect(rows["host.drain"] == "1m <- environment DRAIN")
        #expect(rows["host.state"] == "./data <- p.yaml:4:10")
        #expect(rows["host.store.path"] == "./data/proctor.db <- default")
        #expect(rows["host.log.level"] == "debug <- p.yaml:5:17" && rows["host.log.format"] == "human <- default")
        #expect(rows["processors.p.limits.queue"] == "7 <- p.yaml:7:36")
        #expect(rows["processors.p.limits.timeout"] == "60s <- default")
        #expect(rows["processors.p.listen.listen"] == "127.0.0.1:8000 <- p.yaml:7:49")
        #expect(rows["processors.p.bindings[0].http"] == "GET /a <- p.yaml:7:85")
        #expect(rows["processors.p.bindings[0].listener"] == "p <- default")
        #expect(rows["processors.q.bindings"] == "what the plugin suggests <- default")
    }

    @Test("what depends on other keys shows as it has been worked out")
    func derived() throws {
        let rows = try rows(
            """
            version: 1
            host:
              store: { url: "postgres://u:pass-of-u@db/proctor" }
            brokers: { rabbit: { host: r, tls: {} }, url: "amqp://r" }
            buckets: { a: { url: "s3://abc", region: eu-west-1, access_key: k, secret_key: s }, b: file:./b }
            processors:
              p:
                plugin: p
                bindings: [ { amqp: { broker: url, queue: q }, operation: o, callback: { key: k } } ]
            """)
        #expect(rows["host.store.url"] == "postgres://db/proctor <- p.yaml:3:17")
        #expect(rows["host.store.path"] == "./var/proctor.db <- default")
        #expect(rows["host.store.connections"] == "4 <- default" && rows["host.store.timeout"] == "5s <- default")
        #expect(rows["host.store.database"] == nil && rows["host.store.prefix"] == nil)
        #expect(rows["brokers.rabbit.port"] == "5671 <- default" && rows["brokers.rabbit.vhost"] == "/ <- default")
        #expect(rows["brokers.url.port"] == nil && rows["brokers.url.heartbeat"] == "20s <- default")
        #expect(rows["buckets.a.endpoint"] == "https://s3.eu-west-1.amazonaws.com <- default")
        #expect(rows["buckets.a.path_style"] == "true <- default" && rows["buckets.b.endpoint"] == nil)
        #expect(rows["processors.p.bindings[0].callback.broker"] == "url <- default")
        #expect(rows["processors.p.bindings[0].amqp.retry.most"] == "4s <- default")
        #expect(rows["processors.p.upstreams"] == "[] <- default")
    }

    @Test("no secret is shown, wherever it stands")
    func secrets() throws {
        let configuration = try FullFileTests.configuration()
        let described = [
            "grading": [
                SettingDescription(pointer: "/nested/token", isSecret: true),
                SettingDescription(pointer: "/key", variable: "GRADING_KEY", isSecret: true),
                SettingDescription(pointer: "/sheet", defaultJSON: "\"none\"", variable: "SHEET"),
                SettingDescription(pointer: "/absent", defaultJSON: "0.5"),
            ]
        ]
        let settings = configuration.effectiveSettings(
            describing: described, environment: ["GRADING_KEY": "hunter2", "SHEET": "a4"])
        #expect(settings.allSatisfy { !$0.value.contains("hunter2") && !$0.json.contains("hunter2") })
        let rows = Dictionary(
            uniqueKeysWithValues: settings.map { ($0.path, "\($0.value) <- \($0.origin)") })
        #expect(rows["host.http.auth.bearer[0]"] == "(secret) <- etc/plugins.yaml:11:17")
        #expect(rows["host.http.auth.hmac.secret"] == "(secret) <- file etc/secrets/backend")
        #expect(rows["upstreams.llm.bearer"] == "(secret) <- environment LLM_API_KEY")
        #expect(rows["brokers.rabbit.url"] == nil)
        #expect(rows["brokers.rabbit.amqp"] == "amqps://rabbit:5673/lum%2Fie <- environment AMQP_URL")
        #expect(rows["brokers.parts.password"] == "(secret) <- environment PASSWORD")
        #expect(rows["host.store.sentinel_password"] == "(secret) <- environment PASSWORD")
        #expect(rows["buckets.images.secret_key"] == "(secret) <- environment PASSWORD")
        #expect(rows["upstreams.backend.headers.X-Api-Key"]?.hasPrefix("(secret) <- ") == true)
        #expect(rows["processors.grading.config.nested.token"]?.hasPrefix("(secret) <- etc/plugins.yaml:") == true)
        #expect(rows["processors.grading.config.key"] == "(secret) <- environment GRADING_KEY")
        #expect(rows["processors.grading.config.sheet"] == "a4 <- environment SHEET")
        #expect(rows["processors.grading.config.absent"] == "0.5 <- default")
        #expect(rows["processors.grading.config.nested.list[0]"]?.hasPrefix("1 <- ") == true)
        #expect(rows["processors.grading.config.nested.list[1]"]?.hasPrefix("{} <- ") == true)
    }

    @Test("a plugin's secret is in no line of a problem that is found later")
    func secretsOfPlugins() throws {
        let configuration = try FullFileTests.configuration()
        let grading = try #require(configuration.processors.first)
        let hidden = configuration.hidingSecrets(
            of: "grading", described: [SettingDescription(pointer: "/nested", isSecret: true)])
        let place = try #require(grading.position(ofPointer: "/sheet"))
        let told = hidden.source.problem(code: "settings.wrong", message: "wrong", at: place).description
        #expect(told.contains("config: { sheet: korean-45, nested: { token: *******, list: [ *, {} ] } }"))
    }
}
