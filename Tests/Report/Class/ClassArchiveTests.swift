import PluginSDK
import PluginTestKit
import Synchronization
import Testing

@testable import Report

@Suite("The ZIP of a class, while it grows")
struct ClassArchiveTests {
    @Test("a report leaves as soon as its turn has come, before the others are drawn")
    func leavesEarly() async throws {
        let fixture = try ClassFixture()
        let pieces = Collected<RawPiece>()
        let seen = Mutex<[Int]>([])
        fixture.rendering.behave { student in
            // The last one is begun when the first one's place has become free.
            if student == 1039 { seen.withLock { $0.append(pieces.all.count) } }
        }
        try await fixture.reports.archive(Self.large(40), job: fixture.job(), to: Output { pieces.add($0) })
        #expect(seen.withLock { $0 }.allSatisfy { $0 >= 40 - 5 })
        // A piece for each report, one for report.json, one for the list of entries.
        #expect(pieces.all.count == 42)
        #expect(try ZIPReader.entries(of: pieces.all.flatMap(\.bytes)).count == 41)
    }

    @Test("no piece is larger than its report and a little")
    func smallPieces() async throws {
        let fixture = try ClassFixture()
        fixture.rendering.pad(100_000)
        let pieces = try await fixture.pieces(Self.large(20))
        #expect(pieces.allSatisfy { $0.count < 110_000 })
    }

    @Test("nothing is sent when the request is refused, so that the refusal is a whole answer")
    func refusedFirst() async throws {
        let fixture = try ClassFixture()
        let pieces = Collected<RawPiece>()
        for more in [#", "template": "absent""#, #", "theme": "absent""#, #", "package": "pdf""#] {
            await #expect(throws: (any Error).self) {
                try await fixture.reports.archive(
                    ClassFixture.whole(more), job: fixture.job(), to: Output { pieces.add($0) })
            }
        }
        #expect(pieces.all.isEmpty)
    }

    @Test("a PDF has an operation of its own, which says so to who asks the wrong one")
    func otherPackage() async throws {
        let fixture = try ClassFixture()
        let error = await #expect(throws: InputRefusal.self) {
            try await fixture.reports.book(ClassFixture.whole(#", "package": "zip""#), job: fixture.job())
        }
        #expect(error?.problems.map(\.location) == [["body", "package"]])
    }

    private static func large(_ count: Int) throws -> ClassRequest {
        let results = (0..<count).map { #"{"studentId": \#(1000 + $0), "totalScore": 1}"# }
        return try ClassFixture.graded(results, roster: "[]")
    }
}
