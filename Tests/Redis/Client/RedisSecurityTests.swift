import HostConfiguration
import HostRedis
import RedisPeer
import Testing

@Suite struct RedisSecurityTests {
    /// Why a client cannot connect; "" when it can.
    private static func hindrance(_ fixture: ClientFixture) -> String {
        guard fixture.failure("PING") != nil else { return "" }
        return fixture.client.hindrance ?? "no hindrance"
    }

    @Test("a password is needed, and the right one connects")
    func password() throws {
        var options = RedisServer.Options()
        options.password = "hunter2"
        let server = try RedisServer(options)
        let right = ClientFixture(port: server.port) { $0.password = Secret("hunter2") }
        #expect(Self.hindrance(right) == "")
        let wrong = ClientFixture(port: server.port) {
            $0.password = Secret("hunter3")
            $0.connectTimeout = .seconds(1)
        }
        let complaint = Self.hindrance(wrong)
        #expect(complaint.contains("127.0.0.1:\(server.port)") && complaint.contains("WRONGPASS"), "\(complaint)")
        #expect(!complaint.contains("hunter"))
        let none = ClientFixture(port: server.port) { $0.connectTimeout = .seconds(1) }
        #expect(Self.hindrance(none).contains("wants a password"))
    }

    @Test("a user of an access list may do what it may, in a database of its own")
    func accessList() throws {
        var options = RedisServer.Options()
        options.users = ["user default off", "user grading on >secret ~grading:* +get +set +select"]
        let server = try RedisServer(options)
        let fixture = ClientFixture(port: server.port) {
            $0.username = "grading"
            $0.password = Secret("secret")
            $0.database = 5
        }
        #expect(try fixture.ask(RedisCommand("SET", "grading:1", "a")).string == "OK")
        guard case .server(let error) = fixture.failure("SET", "other:1", "a") else { throw Unexpected() }
        #expect(error.code == "NOPERM")
        // The next database has nothing of it.
        let elsewhere = ClientFixture(port: server.port) {
            $0.username = "grading"
            $0.password = Secret("secret")
        }
        #expect(try elsewhere.client.ask(RedisCommand("GET", "grading:1")) == .null)
    }

    @Test("an encrypted connection needs a certificate of an authority that is trusted")
    func encrypted() throws {
        let certificates = try PeerCertificates()
        var options = RedisServer.Options()
        options.certificates = certificates
        let server = try RedisServer(options)
        let trusting = ClientFixture(port: server.port) {
            var tls = TLSSettings()
            tls.authorities = certificates.authority
            $0.tls = tls
        }
        #expect(Self.hindrance(trusting) == "")
        let byName = ClientFixture(port: server.port) {
            var tls = TLSSettings()
            tls.authorities = certificates.authority
            $0.place = .server(SocketPlace(host: "localhost", port: server.port))
            $0.tls = tls
        }
        #expect(Self.hindrance(byName) == "")
        let doubting = ClientFixture(port: server.port) {
            $0.tls = TLSSettings()
            $0.connectTimeout = .seconds(2)
        }
        #expect(Self.hindrance(doubting).contains("encrypted connection failed"))
        let plain = ClientFixture(port: server.port) { $0.connectTimeout = .seconds(2) }
        #expect(Self.hindrance(plain) != "")
    }

    @Test("a certificate for another name is refused")
    func otherName() throws {
        let certificates = try PeerCertificates()
        var options = RedisServer.Options()
        options.certificates = certificates.servedByClient
        let server = try RedisServer(options)
        let fixture = ClientFixture(port: server.port) {
            var tls = TLSSettings()
            tls.authorities = certificates.authority
            $0.tls = tls
            $0.connectTimeout = .seconds(2)
        }
        let complaint = Self.hindrance(fixture)
        #expect(complaint.contains("certificate") || complaint.contains("encrypted connection failed"), "\(complaint)")
    }

    @Test("a server that asks for a certificate gets one, and nobody comes in without")
    func clientCertificate() throws {
        let certificates = try PeerCertificates()
        var options = RedisServer.Options()
        options.certificates = certificates
        options.wantsClientCertificate = true
        let server = try RedisServer(options)
        var tls = TLSSettings()
        tls.authorities = certificates.authority
        let without = ClientFixture(port: server.port) { [tls] in
            $0.tls = tls
            $0.connectTimeout = .seconds(2)
        }
        #expect(Self.hindrance(without) != "")
        tls.certificate = certificates.client.certificate
        tls.key = certificates.client.key
        let with = ClientFixture(port: server.port) { [tls] in $0.tls = tls }
        #expect(Self.hindrance(with) == "")
    }

    @Test("a certificate file that is missing is a hindrance that says so, until it is there")
    func missingFile() throws {
        let server = try RedisServer()
        let fixture = ClientFixture(port: server.port) {
            var tls = TLSSettings()
            tls.authorities = "/nowhere/ca.pem"
            $0.tls = tls
            $0.connectTimeout = .seconds(1)
        }
        #expect(Self.hindrance(fixture).contains("cannot be used"))
    }
}
