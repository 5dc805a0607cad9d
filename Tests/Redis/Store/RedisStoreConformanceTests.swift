import HostConfiguration
import HostThreads
import RedisPeer
import StoreConformance
import Testing

@Suite struct RedisStoreConformanceTests {
    @Test("the store on Redis conforms", arguments: StoreConformance.cases)
    func conforms(_ check: StoreCase) throws { try Self.run(check, prefix: "") }

    @Test(
        "the store on Redis conforms below a prefix, as a user of its own",
        arguments: StoreConformance.cases.filter { check in
            ["purge", "list", "sweep", "time"].contains { check.name.contains($0) }
        })
    func conformsBelowPrefix(_ check: StoreCase) throws {
        var options = RedisServer.Options()
        options.users = ["user default off", "user proctor on >secret ~lumie:* +@read +@write +@scripting +time"]
        try Self.run(check, prefix: "lumie:", options)
    }

    private static func run(_ check: StoreCase, prefix: String, _ options: RedisServer.Options = .init()) throws {
        let fixture = try StoreFixture(options) {
            $0.prefix = prefix
            if !options.users.isEmpty { ($0.username, $0.password) = ("proctor", Secret("secret")) }
        }
        let other = try StoreFixture.store(port: fixture.server.port) {
            $0.prefix = prefix
            if !options.users.isEmpty { ($0.username, $0.password) = ("proctor", Secret("secret")) }
        }
        defer { other.close() }
        let store = fixture.store
        try check.run(
            on: StoreUnderTest(
                store: store, other: other, name: "t",
                pass: { milliseconds in _ = Gate().wait(.milliseconds(milliseconds)) },
                purgeTenant: { try store.purge(tenant: $0) }, purgeSubject: { try store.purge(subject: $0) },
                sweep: { try store.sweep(now: 0) }))
    }
}
