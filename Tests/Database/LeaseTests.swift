import GRDB
import Synchronization
import Testing

@testable import HostDatabase

@Suite struct LeaseTests {
    @Test("a lease has one holder until it ends, is prolonged by it, and given back")
    func life() throws {
        let folder = try ScratchFolder()
        let database = try Notes.open(folder.file, schemas: [LeaseTable.schema])
        let time = Mutex<Int64>(1_000)
        let leases = LeaseTable(database: database, clock: WallClock { time.withLock { $0 } })
        #expect(try leases.take("sweep", holder: "a", for: .seconds(10)))
        #expect(try !leases.take("sweep", holder: "b", for: .seconds(10)))
        #expect(try leases.take("other", holder: "b", for: .seconds(10)))

        time.withLock { $0 = 9_000 }
        #expect(try leases.take("sweep", holder: "a", for: .seconds(10)))
        time.withLock { $0 = 18_999 }
        #expect(try !leases.take("sweep", holder: "b", for: .seconds(10)))
        #expect(try database.read { try LeaseTable.isHeld("sweep", $0, now: 18_999) })
        time.withLock { $0 = 19_000 }
        #expect(try database.read { try !LeaseTable.isHeld("sweep", $0, now: 19_000) })
        #expect(try leases.take("sweep", holder: "b", for: .seconds(10)))

        try leases.release("sweep", holder: "a")
        #expect(try !leases.take("sweep", holder: "a", for: .seconds(10)))
        try leases.release("sweep", holder: "b")
        #expect(try leases.take("sweep", holder: "a", for: .seconds(10)))
        database.close()
    }

    @Test("of hosts that ask at once one gets the lease")
    func contention() throws {
        let folder = try ScratchFolder()
        let databases = try (0..<2).map { _ in try Notes.open(folder.file, schemas: [LeaseTable.schema]) }
        let winners = Mutex<[Int: Int]>([:])
        onThreads(8) { thread in
            let leases = LeaseTable(database: databases[thread % 2])
            for round in 0..<20 {
                let got = try? leases.take("round \(round)", holder: "\(thread)", for: .seconds(60))
                if got == true { winners.withLock { $0[round, default: 0] += 1 } }
            }
        }
        #expect(winners.withLock { $0 } == Dictionary(uniqueKeysWithValues: (0..<20).map { ($0, 1) }))
        for database in databases { database.close() }
    }

    @Test("durations become whole milliseconds, rounded up and bounded")
    func durations() {
        #expect(Duration.nanoseconds(1).rowMilliseconds == 1)
        #expect(Duration.milliseconds(1_500).rowMilliseconds == 1_500)
        #expect(Duration.seconds(-1).rowMilliseconds == 0)
        #expect(Duration.seconds(Int64.max).rowMilliseconds == (1 << 40) * 1_000)
    }
}
