import Foundation
import Testing

@testable import HostDispatch

@Suite("The record of jobs in flight")
struct InFlightRecordTests {
    private func path() -> String { NSTemporaryDirectory() + "in-flight-\(UUID().uuidString)" }

    private func envelope(_ id: String, tenant: String? = nil) -> JobEnvelope {
        JobEnvelope(id: id, operation: "curve.apply", headers: tenant.map { [("x-tenant-slug", $0)] } ?? [])
    }

    @Test("a job whose handler never returned is known at the next start")
    func keepsWhatWasRunning() throws {
        let path = path()
        defer { unlink(path) }
        do {
            let record = try #require(InFlightRecord(path: path))
            #expect(record.lost.isEmpty)
            let first = try #require(record.enter(envelope("a"), attempt: 1, generation: 7, processor: "curve"))
            _ = record.enter(envelope("b", tenant: "demo"), attempt: 2, generation: 7, processor: "curve")
            record.leave(first)
        }
        let lost = try #require(InFlightRecord(path: path)).lost
        #expect(lost.map(\.job) == ["b"])
        #expect(lost.first?.processor == "curve")
        #expect(lost.first?.operation == "curve.apply")
        #expect(lost.first?.tenant == "demo")
        #expect(lost.first?.attempt == 2)
        #expect(lost.first?.generation == 7)
        #expect((lost.first?.started ?? 0) > 1_700_000_000_000)
    }

    @Test("what was lost once is not told twice")
    func forgetsWhatItTold() throws {
        let path = path()
        defer { unlink(path) }
        do {
            let record = try #require(InFlightRecord(path: path))
            _ = record.enter(envelope("a"), attempt: 1, generation: 1, processor: "curve")
        }
        // A start that fails before anybody has taken note leaves it to the next one.
        #expect(try #require(InFlightRecord(path: path)).lost.count == 1)
        let next = try #require(InFlightRecord(path: path))
        #expect(next.lost.count == 1)
        next.forgetLost()
        #expect(try #require(InFlightRecord(path: path)).lost.isEmpty)
    }

    @Test("nothing of a job that has ended stays in the file")
    func leavesNothingBehind() throws {
        let path = path()
        defer { unlink(path) }
        let record = try #require(InFlightRecord(path: path))
        let slot = try #require(
            record.enter(envelope("a-person", tenant: "demo"), attempt: 1, generation: 1, processor: "curve"))
        record.leave(slot)
        let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(bytes.range(of: Data("a-person".utf8)) == nil)
        #expect(bytes.range(of: Data("demo".utf8)) == nil)
    }

    @Test("long texts are cut, and more jobs than there are slots go unrecorded")
    func isBounded() throws {
        let path = path()
        defer { unlink(path) }
        do {
            let record = try #require(InFlightRecord(path: path))
            let long = String(repeating: "x", count: 1_000)
            #expect(record.enter(envelope(long, tenant: long), attempt: 1, generation: 1, processor: long) != nil)
            for _ in 1..<4096 { _ = record.enter(envelope("j"), attempt: 1, generation: 1, processor: "p") }
            #expect(record.enter(envelope("one too many"), attempt: 1, generation: 1, processor: "p") == nil)
        }
        let lost = try #require(InFlightRecord(path: path)).lost
        #expect(lost.count == 4096)
        #expect(lost.first { $0.job.hasPrefix("x") }?.job.utf8.count == 79)
    }

    @Test("long ids that begin alike are told apart, and are known again by their recorded form")
    func longIds() throws {
        let path = path()
        defer { unlink(path) }
        let ids = ["one", "two"].map { String(repeating: "ä", count: 60) + $0 }
        do {
            let record = try #require(InFlightRecord(path: path))
            for id in ids { _ = record.enter(envelope(id), attempt: 1, generation: 1, processor: "p") }
        }
        let lost = try #require(InFlightRecord(path: path)).lost.map(\.job)
        #expect(lost == ids.map(InFlightRecord.recorded) && Set(lost).count == 2)
        #expect(lost.map(InFlightRecord.recorded) == lost)
        #expect(InFlightRecord.recorded("short") == "short")
    }

    @Test("a file of another kind is taken as empty")
    func toleratesOtherFiles() throws {
        let path = path()
        defer { unlink(path) }
        try Data(repeating: 1, count: 2 << 20).write(to: URL(fileURLWithPath: path))
        #expect(try #require(InFlightRecord(path: path)).lost.isEmpty)
        #expect(try #require(InFlightRecord(path: path)).lost.isEmpty)
    }

    @Test("a record that cannot be made is nil, not a crash")
    func failsSoftly() {
        #expect(InFlightRecord(path: "/nowhere/at/all") == nil)
    }
}
