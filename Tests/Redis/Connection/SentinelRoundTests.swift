import HostConfiguration
import Testing

@testable import HostRedis

@Suite struct SentinelRoundTests {
    @Test("a sentinel that answered is asked first from then on")
    func order() {
        let places = [1, 2, 3].map { SocketPlace(host: "s", port: $0) }
        var round = SentinelRound(places)
        round.answered(places[2])
        #expect(round.order.map(\.port) == [3, 1, 2])
        round.answered(SocketPlace(host: "unknown", port: 9))
        #expect(round.order.map(\.port) == [3, 1, 2])
    }

    @Test("only a host and a port are a master's place")
    func master() {
        func place(_ replies: RedisValue...) -> SocketPlace? { try? SentinelRound.master(in: replies).get() }
        func pair(_ host: String, _ port: String) -> RedisValue {
            .array([.bytes(Array(host.utf8)), .bytes(Array(port.utf8))])
        }
        let master = SocketPlace(host: "10.0.0.7", port: 6_379)
        #expect(place(pair("10.0.0.7", "6379")) == master)
        #expect(place(.text("OK"), pair("10.0.0.7", "6379")) == master)
        for wrong in [pair("", "6379"), pair("h", "0"), pair("h", "65536"), pair("h", "x"), .null, .array([])] {
            #expect(place(wrong) == nil)
        }
        #expect(place() == nil)
        #expect(place(.error(RedisError("WRONGPASS invalid password")), pair("h", "1")) == nil)
    }
}
