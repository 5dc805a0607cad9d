import Testing

@testable import Report

@Suite("Archives")
struct ArchiveTests {
    private func archive(_ entries: [(String, [UInt8])]) throws -> [UInt8] {
        let file = try ArchiveFile()
        var bytes: [UInt8] = []
        for (name, content) in entries {
            try file.add(name, content)
            bytes += file.take()
        }
        try file.finish()
        return bytes + file.take()
    }

    @Test("files come out as they went in, in order")
    func roundTrip() throws {
        let large = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 31) }
        let entries = try ZIPReader.entries(of: archive([("a.jpg", large), ("b.json", []), ("c.txt", [1, 2])]))
        #expect(entries.map(\.name) == ["a.jpg", "b.json", "c.txt"])
        #expect(entries.map(\.bytes) == [large, [], [1, 2]])
    }

    @Test("the same files give the same bytes, in every time zone")
    func deterministic() throws {
        let one = try archive([("a.jpg", [1, 2, 3])])
        #expect(try archive([("a.jpg", [1, 2, 3])]) == one)
        // The first moment of ZIP's calendar: 1980-01-01 00:00.
        #expect(try ZIPReader.entries(of: one).map(\.time) == [0x0021 << 16])
    }

    @Test("Korean names are marked as UTF-8, whatever the process's locale is")
    func koreanNames() throws {
        let entries = try ZIPReader.entries(of: archive([("성적표_김하늘.jpg", [1])]))
        #expect(entries.map(\.name) == ["성적표_김하늘.jpg"])
        #expect(entries[0].flags & 0x800 != 0)
    }

    @Test(
        "a name that leads out of its folder is refused",
        arguments: ["", "..", ".", "../a", "a/b", "/a", "a\\b", "C:a", "a\0b", "a\nb", ".a", "a.", "a ", "a*", "a?b"]
            + [String(repeating: "a", count: 201)])
    func hostileNames(name: String) throws {
        let file = try ArchiveFile()
        #expect(throws: ArchiveFile.Failure.name) { try file.add(name, [1]) }
    }

    @Test("no name is given twice")
    func doubled() throws {
        let file = try ArchiveFile()
        try file.add("a", [1])
        #expect(throws: ArchiveFile.Failure.doubled) { try file.add("a", [2]) }
    }

    @Test("what an entry needs can be taken as soon as it was added, and nothing is kept of it")
    func leavesAtOnce() throws {
        let file = try ArchiveFile()
        let content = [UInt8](repeating: 7, count: 50_000)
        for name in ["a", "b", "c"] {
            try file.add(name, content)
            let taken = file.take().count
            #expect((content.count...content.count + ArchiveFile.entryOverhead).contains(taken))
            #expect(file.take().isEmpty)
        }
    }

    @Test("an archive that is given up leaves nothing behind")
    func abandoned() throws {
        for _ in 0..<100 { try ArchiveFile().add("a", [UInt8](repeating: 1, count: 10_000)) }
    }
}
