import Foundation
import GRDB
import HostDatabase
import HostDeadLetters
import HostDispatch
import HostThreads
import Logging
import Synchronization
import Testing

/// A real database file, in a folder that goes with this object, and a clock that stands until it is set.
private final class LetterStore: Sendable {
    let database: HostDatabase.Database
    let time = Mutex<Int64>(1_000_000)
    private let folder = FileManager.default.temporaryDirectory.appending(path: "letters-\(UUID().uuidString)")

    init() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try HostDatabase.Database(
            path: folder.appending(path: "test.db").path, synchronous: false, schemas: [DeadLetterTable.schema],
            log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    deinit {
        database.close()
        try? FileManager.default.removeItem(at: folder)
    }
}

@Suite struct DeadLettersTests {
    private let store: LetterStore
    private var database: HostDatabase.Database { store.database }

    init() throws { store = try LetterStore() }

    private func letters(age: Duration = .seconds(1_000), count: Int = 100) -> DeadLetters {
        DeadLetters(
            database: database, age: age, count: count, clock: WallClock { [store] in store.time.withLock { $0 } })
    }

    private func letter(
        _ job: String, code: String = "sheet.not_found", origin: String = "queue grading", tenant: String? = nil,
        subject: String? = nil
    ) -> DeadLetter {
        var headers = [("content-type", "application/json")]
        if let tenant { headers.append(("x-tenant-slug", tenant)) }
        return DeadLetter(
            origin: origin, job: job, operation: "grading.grade", processor: "grading", payload: Array(job.utf8),
            headers: headers, attempts: 5, status: .reject, error: JobError(code: code, message: "there is no sheet"),
            subject: subject)
    }

    private func keep(_ all: [DeadLetter]) throws {
        for letter in all {
            let moment = store.time.withLock { time in
                time += 1_000
                return time
            }
            _ = try database.write { try DeadLetterTable.insert(letter, at: moment, in: $0) }
        }
    }

    @Test("a letter that is kept is durable when its source hears so, and has all that the job had")
    func kept() throws {
        let gate = Gate()
        let heard = Mutex(false)
        letters().keep(letter("a", tenant: "t", subject: "s")) { isKept in
            heard.withLock { $0 = isKept }
            gate.open()
        }
        #expect(gate.wait(.seconds(30)))
        #expect(heard.withLock { $0 })
        let summary = try #require(try letters().list(LetterFilter()).first)
        #expect(summary.state == .kept)
        #expect(summary.job == "a")
        #expect(summary.status == .reject)
        #expect(summary.attempts == 5)
        #expect(summary.tenant == "t")
        #expect(summary.subject == "s")
        #expect(summary.created == 1_000_000)
        let record = try #require(try letters().show(summary.number))
        #expect(record.payload == Array("a".utf8))
        #expect(record.headers.map(\.value) == ["application/json", "t"])
        #expect(try letters().show(99) == nil)
    }

    @Test("a source hears that a letter could not be kept")
    func notKept() {
        database.close()
        let gate = Gate()
        letters().keep(letter("a")) { isKept in if !isKept { gate.open() } }
        #expect(gate.wait(.seconds(30)))
    }

    @Test("lists show the latest first, filtered, a page at a time")
    func lists() throws {
        try keep([
            letter("a", code: "x.1"), letter("b", code: "x.2", origin: "http POST /grade"),
            letter("c", code: "x.1", tenant: "t"), letter("d"),
        ])
        func jobs(_ filter: LetterFilter, after: Int64? = nil, limit: Int = 10) throws -> [String] {
            try letters().list(filter, after: after, limit: limit).map(\.job)
        }
        #expect(try jobs(LetterFilter()) == ["d", "c", "b", "a"])
        #expect(try jobs(LetterFilter(code: "x.1")) == ["c", "a"])
        #expect(try jobs(LetterFilter(origin: "http POST /grade")) == ["b"])
        #expect(try jobs(LetterFilter(tenant: "t")) == ["c"])
        #expect(try jobs(LetterFilter(since: 1_003_000)) == ["d", "c"])
        #expect(try jobs(LetterFilter(state: .archived)).isEmpty)
        let page = try letters().list(LetterFilter(), limit: 2)
        #expect(try jobs(LetterFilter(), after: page.last?.number, limit: 2) == ["b", "a"])
    }

    @Test("letters are archived and removed by number or by filter, each counted once")
    func archiveAndRemove() throws {
        try keep((0..<1_200).map { letter("\($0)", code: $0 % 2 == 0 ? "even" : "odd") })
        #expect(try letters().archive(.matching(LetterFilter(code: "even"))) == 600)
        #expect(try letters().archive(.matching(LetterFilter(code: "even"))) == 0)
        #expect(try letters().counts() == [.kept: 600, .archived: 600])
        let two = try letters().list(LetterFilter(), limit: 2).map(\.number)
        #expect(try letters().remove(.numbers(two + [999_999])) == 2)
        #expect(try letters().remove(.matching(LetterFilter(state: .archived))) == 599)
        #expect(try letters().counts() == [.kept: 599])
        #expect(try letters().remove(.numbers([])) == 0)
    }

    @Test("a replay that fails again updates its letter; when that has gone, it makes another")
    func failedAgain() throws {
        try keep([letter("a")])
        let number = try letters().list(LetterFilter())[0].number
        let second = letter("a", code: "sheet.torn")
        try database.write { db in
            try DeadLetterTable.markReplayed(number, in: db)
            try DeadLetterTable.failAgain(number, second, at: 5_000_000, in: db)
        }
        let summary = try #require(try letters().list(LetterFilter()).first)
        #expect(summary.state == .kept)
        #expect(summary.code == "sheet.torn")
        #expect(summary.replays == 1)
        #expect(summary.created < summary.failed)
        #expect(try letters().remove(.numbers([number])) == 1)
        try database.write { try DeadLetterTable.failAgain(number, second, at: 6_000_000, in: $0) }
        #expect(try letters().list(LetterFilter()).map(\.job) == ["a"])
    }

    @Test("letters beyond age or number go, the oldest first, some at a call")
    func retention() throws {
        try keep((0..<10).map { letter("\($0)") })
        #expect(try letters().sweep(now: 1_010_000) == 0)
        #expect(try letters(age: .seconds(7)).sweep(now: 1_010_000) == 2)
        #expect(try letters().list(LetterFilter()).last?.job == "2")
        #expect(try letters(count: 5).sweep(now: 1_010_000) == 3)
        #expect(try letters().list(LetterFilter()).map(\.job) == ["9", "8", "7", "6", "5"])
        try keep((10..<1_300).map { letter("\($0)") })
        var calls: [Int] = []
        while true {
            let gone = try letters(age: .seconds(1_000_000), count: 0).sweep(now: 1_010_000)
            guard gone > 0 else { break }
            calls.append(gone)
        }
        #expect(calls == [500, 500, 295])
    }

    @Test("two that sweep at once leave as many as are to be kept")
    func twoSweepers() throws {
        try keep((0..<300).map { letter("\($0)") })
        let ends = [Gate(), Gate()]
        for end in ends {
            let letters = letters(age: .seconds(1_000_000), count: 290)
            HostThread.start(name: "sweep") {
                for _ in 0..<5 { _ = try? letters.sweep(now: 1_000_000) }
                end.open()
            }?.detach()
        }
        for end in ends { #expect(end.wait(.seconds(30))) }
        #expect(try letters().counts() == [.kept: 290])
    }

    @Test("a tenant's letters, or those about a person, can be removed for good")
    func purge() throws {
        try keep([
            letter("a", tenant: "t"), letter("b", tenant: "u", subject: "s"), letter("c", subject: "s"), letter("d"),
        ])
        #expect(try letters().purge(tenant: "t") == 1)
        #expect(try letters().purge(subject: "s") == 2)
        #expect(try letters().purge(subject: "s") == 0)
        #expect(try letters().list(LetterFilter()).map(\.job) == ["d"])
    }
}
