import Testing

@Suite("Layout of the default report")
struct LayoutSnapshotTests {
    @Test("every sample is laid out as it was: elements, boxes, lines of text")
    func layout() async throws {
        let report = try DefaultReport()
        for sample in report.samples {
            let tree = try await report.compose(sample) { report, _ in report.tree.json }
            let path = "layout/\(sample).json"
            if GoldenFiles.isWriting {
                try GoldenFiles.write(Array(tree.utf8), to: path)
                continue
            }
            let golden = try #require(
                GoldenFiles.bytes(path), "\(sample) has no snapshot; PROCTOR_GOLDEN=write makes it")
            let change = Self.firstChange(tree, String(decoding: golden, as: UTF8.self))
            #expect(change == nil, "\(sample): \(change ?? "")")
        }
    }

    @Test("no snapshot is left of a sample that is gone")
    func leftovers() throws {
        let samples = try DefaultReport().samples
        #expect(try GoldenFiles.names(in: "layout").filter { !samples.contains($0) } == [])
        #expect(try GoldenFiles.names(in: "images").filter { !GoldenImageTests.samples.contains($0) } == [])
    }

    /// The first line that differs: what moved says more than that something did.
    private static func firstChange(_ new: String, _ old: String) -> String? {
        guard new != old else { return nil }
        let (new, old) = (new.split(separator: "\n"), old.split(separator: "\n"))
        for index in 0..<max(new.count, old.count) {
            let (now, before) = (index < new.count ? new[index] : "nothing", index < old.count ? old[index] : "nothing")
            if now != before { return "line \(index + 1) is\n\(now)\nand was\n\(before)" }
        }
        return "the ends of its lines differ"
    }
}
