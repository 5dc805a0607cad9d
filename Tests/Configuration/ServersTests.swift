import Testing

@testable import HostConfiguration

/// Brokers, upstreams and what they are told, as settings.
@Suite struct ServersTests {
    private func broker(_ text: String, _ environment: [String: String] = [:]) throws -> BrokerSettings {
        try #require(try FileText.parse("version: 1\nbrokers: { b: \(text) }", environment).brokers.first)
    }

    @Test("everything that can be said of an upstream is read")
    func upstream() throws {
        let backend = try #require(try FullFileTests.configuration().upstreams.first)
        #expect(backend.name == "backend" && backend.url == "https://backend.example/api")
        let signing = try #require(backend.signing)
        #expect(signing.secret.value == "hunter2-hunter2-hunter2" && signing.tenant == "demo")
        #expect(signing.canonical == "{method}" && signing.signatureHeader == "X-Sig")
        #expect(signing.timestampHeader == "X-Time" && signing.tenantHeader == "X-Tenant")
        #expect(
            backend.headers == [
                .init(name: "X-Api-Key", value: Secret("hunter2")), .init(name: "Accept-Language", value: Secret("ko")),
            ])
        #expect(backend.connectTimeout == .seconds(1) && backend.timeout == .seconds(10))
        #expect(backend.idleTimeout == .seconds(20) && backend.totalTimeout == .seconds(40))
        var retry = RetryPolicy(attempts: 2, first: .milliseconds(100), most: .seconds(1))
        retry.jitter = 0.5
        #expect(backend.retry == retry)
        #expect(backend.breaker.failures == 3 && backend.breaker.pause == .seconds(60))
        #expect(backend.concurrency == 8 && backend.rate == 50 && backend.responseLimit == 1 << 20)
        #expect(backend.tls.authorities == "etc/tls/ca.pem" && backend.tls.certificate == "etc/tls/host.pem")
        #expect(backend.tls.key == "/tls/host.key")
        #expect(backend.proxy == "http://proxy.example:3128" && backend.version == .http1)
    }

    @Test("an upstream of which little is said has the defaults of its settings")
    func shortUpstream() throws {
        let llm = try #require(try FullFileTests.configuration().upstreams.last)
        var expected = UpstreamSettings(name: "llm", url: "https://llm.example/v1", position: llm.position)
        expected.bearer = Secret("sk-hunter2")
        #expect(llm == expected)
        let odd = try FileText.parse(
            "version: 1\nupstreams: { a: \"http://a:80//\", b: \"http://b/c/\", c: \"HTTPS://C/D\" }")
        #expect(odd.upstreams.map(\.url) == ["http://a:80", "http://b/c", "https://C/D"])
    }

    @Test("a broker is read from a URL or from its parts")
    func brokers() throws {
        let brokers = try FullFileTests.configuration().brokers
        #expect(brokers.map(\.name) == ["rabbit", "redis", "parts"] && brokers.map(\.kind) == [.amqp, .redis, .amqp])
        let rabbit = brokers[0]
        #expect(rabbit.host == "rabbit" && rabbit.port == 5673 && rabbit.virtualHost == "lum/ie")
        #expect(rabbit.username == "gu@est" && rabbit.password?.value == "hunter2/")
        #expect(rabbit.tls?.authorities == "etc/tls/ca.pem")
        #expect(rabbit.heartbeat == .seconds(5) && rabbit.connectTimeout == .seconds(3))
        let redis = brokers[1]
        #expect(redis.port == 6379 && redis.virtualHost == "4" && redis.tls == TLSSettings())
        #expect(redis.username == nil && redis.password?.value == "hunter2")
        let parts = brokers[2]
        #expect(parts.host == "::1" && parts.port == 5699 && parts.virtualHost == "/" && parts.tls == TLSSettings())
        #expect(parts.username == "lumie" && parts.password?.value == "hunter2 @:/#%")
        #expect(parts.shownAddress == "amqps://[::1]:5699/")
    }

    @Test(
        "a virtual host is what the URL's path says; none and a slash are /",
        arguments: [
            ("amqp://h", "/"), ("amqp://h/", "/"), ("amqp://h/%2F", "/"), ("amqp://h/%2f", "/"), ("amqp://h/a", "a"),
            ("amqp://h:1/a%20b%2Fc", "a b/c"), ("amqp://u:p@h/%ED%95%9C", "한"),
        ])
    func virtualHosts(url: String, expected: String) throws {
        #expect(try broker("\"\(url)\"").virtualHost == expected)
    }

    @Test("without user and password RabbitMQ's guest is meant, and a password may stand beside the URL")
    func logins() throws {
        let guest = try broker("amqp://h")
        #expect(guest.username == "guest" && guest.password?.value == "guest" && guest.port == 5672)
        #expect(guest.heartbeat == .seconds(20) && guest.connectTimeout == .seconds(10) && guest.tls == nil)
        let beside = try broker("{ url: \"amqps://u@h\", password: \"${P}\" }", ["P": "a@b:c/d%#?"])
        #expect(beside.username == "u" && beside.password?.value == "a@b:c/d%#?" && beside.port == 5671)
        let number = try broker("{ host: h, username: \"7\", password: ${P} }", ["P": "12345"])
        #expect(number.username == "7" && number.password?.value == "12345" && number.port == 5672)
        #expect(try broker("{ host: h, tls: {} }").port == 5671)
        #expect(try broker("redis://cache").username == nil)
    }
}
