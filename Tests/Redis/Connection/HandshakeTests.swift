import HostConfiguration
import Testing

@testable import HostRedis

@Suite struct HandshakeTests {
    private static func settings(_ change: (inout RedisSettings) -> Void = { _ in }) -> RedisSettings {
        var settings = RedisSettings(place: .server(SocketPlace(host: "h", port: 1)))
        change(&settings)
        return settings
    }

    private static func text(_ handshake: Handshake) -> [String] {
        handshake.commands.map { String(decoding: $0.encoded, as: UTF8.self).replacing("\r\n", with: " ") }
    }

    @Test("only what is needed is said")
    func commands() {
        #expect(
            Self.text(Handshake(Self.settings(), wantsMaster: false)) == [
                "*3 $6 CLIENT $7 SETNAME $7 proctor ", "*1 $4 PING ",
            ])
        let all = Self.settings {
            $0.username = "u"
            $0.password = Secret("p")
            $0.database = 3
        }
        #expect(
            Self.text(Handshake(all, wantsMaster: true)) == [
                "*3 $4 AUTH $1 u $1 p ", "*2 $6 SELECT $1 3 ", "*3 $6 CLIENT $7 SETNAME $7 proctor ", "*1 $4 ROLE ",
                "*1 $4 PING ",
            ])
    }

    @Test("a master is taken and a replica is not; a user without the right to ask does no harm")
    func role() {
        let handshake = Handshake(Self.settings(), wantsMaster: true)
        func complaint(_ role: RedisValue) -> String? {
            handshake.complaint(about: [.text("OK"), role, .text("PONG")])
        }
        #expect(complaint(.array([.bytes(Array("master".utf8)), .integer(0), .array([])])) == nil)
        #expect(complaint(.array([.bytes(Array("slave".utf8))])) != nil)
        #expect(complaint(.integer(1)) != nil)
        #expect(complaint(.error(RedisError("NOPERM no"))) == nil)
    }

    @Test(
        "a server that wants a password, still loads or refuses is complained about",
        arguments: [
            "NOAUTH Authentication required.", "LOADING Redis is loading", "MASTERDOWN Link with MASTER is down",
        ])
    func complaints(_ error: String) {
        let handshake = Handshake(Self.settings(), wantsMaster: false)
        #expect(handshake.complaint(about: [.text("OK"), .error(RedisError(error))]) != nil)
    }

    @Test("a refused password is complained about without being named")
    func password() {
        let handshake = Handshake(Self.settings { $0.password = Secret("hunter2") }, wantsMaster: false)
        let refused = RedisValue.error(RedisError("WRONGPASS invalid username-password pair"))
        let complaint = handshake.complaint(about: [refused, .text("OK"), .text("PONG")])
        #expect(complaint == "the server refused the username or password (WRONGPASS)")
    }
}
