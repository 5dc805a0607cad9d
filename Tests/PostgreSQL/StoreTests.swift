import Glibc
import HostConfiguration
import HostDispatch
import HostPostgreSQLStore
import HostThreads
import PostgreSQLPeer
import StoreConformance
import Testing

@Suite struct StoreTests {
    /// A store in a database, and the same as another host has it.
    private static func stores(_ database: String) throws -> [PostgreSQLStore] {
        let server = try PostgreSQLPeer.shared()
        return try (0..<2).map { _ in try #require(PostgreSQLStore(settings(server, database), log: silent)) }
    }

    private static func settings(_ server: PostgreSQLPeer, _ database: String) -> RemoteStoreSettings {
        let connection = server.settings(database: database)
        var settings = RemoteStoreSettings(place: .postgres(connection.server))
        settings.username = connection.username
        settings.password = connection.password
        return settings
    }

    private static let shared = Result { try stores(PostgreSQLPeer.shared().makeDatabase()) }

    @Test("the store on PostgreSQL does what every store does", arguments: StoreConformance.cases)
    func conformance(item: StoreCase) throws {
        let stores = try Self.shared.get()
        try item.run(
            on: StoreUnderTest(
                store: stores[0], other: stores[1], name: "case-\(UInt32.random(in: 0...UInt32.max))",
                pass: { usleep(UInt32($0) * 1_000) }, purgeTenant: { try stores[0].purge(tenant: $0) },
                purgeSubject: { try stores[0].purge(subject: $0) }, sweep: { try stores[0].sweep(now: 0) }))
    }

    private static let caller = ServiceCaller(processor: "p", generation: 1, plugin: "p")

    private static func ask(_ store: PostgreSQLStore, _ service: String, _ request: String) -> String {
        let answer = store.answer(service: service, request: Array(request.utf8), caller: caller)
        return "\(answer.status) \(String(decoding: answer.payload, as: UTF8.self))"
    }

    @Test("hosts that start at once make one table between them")
    func creation() throws {
        let server = try PostgreSQLPeer.shared()
        let database = try server.makeDatabase()
        let answers = Gathered<String>(16)
        let stores = try (0..<4).map { _ in try #require(PostgreSQLStore(Self.settings(server, database), log: silent))
        }
        for round in 0..<4 {
            for store in stores {
                let isBegun = store.begin(
                    service: "store.put/1", request: Array(#"{"key":"k\#(round)","value":"YQ=="}"#.utf8),
                    caller: Self.caller
                ) { answers.add("\($0.status)") }
                #expect(isBegun)
            }
        }
        #expect(answers.wait() == [String](repeating: "ok", count: 16))
        #expect(try server.sql("SELECT count(*) FROM proctor_store", database: database) == "4")
        for store in stores { store.close() }
    }

    @Test("a role that may not make tables uses the one that is there")
    func rights() throws {
        let server = try PostgreSQLPeer.shared()
        let (database, role) = (try server.makeDatabase(), try server.makeRole())
        let owner = try #require(PostgreSQLStore(Self.settings(server, database), log: silent))
        #expect(Self.ask(owner, "store.put/1", #"{"key":"k","value":"YQ=="}"#) == "ok {}")
        try server.sql("GRANT SELECT ON proctor_store TO \(role)", database: database)
        var settings = Self.settings(server, database)
        settings.username = role
        let store = try #require(PostgreSQLStore(settings, log: silent))
        #expect(Self.ask(store, "store.get/1", #"{"key":"k"}"#) == #"ok {"value":"YQ=="}"#)
        #expect(Self.ask(store, "store.put/1", #"{"key":"k","value":"YQ=="}"#).contains("store.denied"))
    }

    @Test("while the server is away the store says so, and what was stored is there when it is back")
    func away() throws {
        let server = try PostgreSQLPeer()
        var settings = Self.settings(server, "postgres")
        settings.timeout = .seconds(3)
        let store = try #require(PostgreSQLStore(settings, log: silent))
        #expect(Self.ask(store, "store.put/1", #"{"key":"k","value":"YQ=="}"#) == "ok {}")
        #expect(store.hindrance == nil)
        server.stop()
        let refusal = Self.ask(store, "store.get/1", #"{"key":"k"}"#)
        #expect(refusal.hasPrefix("retry") && refusal.contains("store.unreachable"), "\(refusal)")
        #expect(store.hindrance?.contains("cannot be reached") == true)
        try server.start()
        #expect(becomesTrue { Self.ask(store, "store.get/1", #"{"key":"k"}"#) == #"ok {"value":"YQ=="}"# })
        #expect(store.hindrance == nil)
    }
}
