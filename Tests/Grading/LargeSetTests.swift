import FoundationEssentials
import Glibc
import Testing

@testable import Grading

/// Sets too large, or not free enough, to be committed: run where the environment names their folder.
@Suite struct LargeSetTests {
    @Test(.enabled(if: Folder.generated != nil)) func aGeneratedSetHasNoSilentMistake() throws {
        let folder = try #require(Folder.generated)
        var tally = Tally(name: "generated set")
        for line in try Folder.text(folder + "/truth.jsonl").split(separator: "\n") {
            let sheet = try JSONDecoder().decode(GeneratedSheet.self, from: Data(line.utf8))
            try tally.read(
                folder + "/" + sheet.file, template: folder + "/templates/\(sheet.template).json", truth: sheet.fields,
                ambiguous: Set(sheet.ambiguous))
        }
        tally.report()
        #expect(tally.silent.isEmpty)
        #expect(tally.refused.isEmpty)
    }

    @Test(.enabled(if: Folder.public != nil)) func publicScansHaveNoSilentMistake() throws {
        let folder = try #require(Folder.public)
        let manifest = try JSONDecoder().decode(Manifest.self, from: Data(Folder.text(folder + "/manifest.json").utf8))
        var tally = Tally(name: "public scans")
        for image in manifest.images where image.isScan {
            try tally.read(
                folder + "/" + image.file, template: folder + "/../templates/\(image.template).json",
                truth: image.truth.compactMapValues(\.values), ambiguous: Set(image.ambiguous))
        }
        tally.report()
        #expect(tally.silent.isEmpty)
        #expect(tally.refused.isEmpty)
    }
}

private enum Folder {
    static let generated = environment("PROCTOR_OMR_SET")
    static let `public` = environment("PROCTOR_OMR_PUBLIC")

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    static func text(_ path: String) throws -> String { String(decoding: try bytes(path), as: UTF8.self) }

    static func bytes(_ path: String) throws -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw FixtureFolder.MissingFile(name: path)
        }
        return Array(data)
    }
}

private struct GeneratedSheet: Decodable {
    var file: String
    var template: String
    var fields: [String: [String]]
    var ambiguous: [String]
}

private struct Manifest: Decodable {
    struct Image: Decodable {
        var file: String
        var template: String
        var truth: [String: Truth]
        var ambiguous: [String]
        var kind: String

        var isScan: Bool { kind.contains("scan") }
    }

    /// A list of values; joined texts stand beside as plain texts and are left out.
    struct Truth: Decodable {
        var values: [String]?

        init(from decoder: any Decoder) throws { values = try? decoder.singleValueContainer().decode([String].self) }
    }

    var images: [Image]
}

/// Counts what was read how.
private struct Tally {
    let name: String
    var sheets = 0
    var fields = 0
    var right = 0
    var flaggedRight = 0
    var flaggedWrong = 0
    var silent: [String] = []
    var refused: [String] = []
    var milliseconds = 0.0

    init(name: String) { self.name = name }

    mutating func read(
        _ file: String, template path: String, truth: [String: [String]], ambiguous: Set<String>
    ) throws {
        let template = try SheetTemplate(json: Folder.bytes(path))
        let bytes = try Folder.bytes(file)
        sheets += 1
        do {
            let start = Self.threadMilliseconds
            let reading = try SheetReader(template: template).read(ImageCodec(pixelBudget: 100_000_000).decode(bytes))
            milliseconds += Self.threadMilliseconds - start
            for field in reading.fields {
                guard let truth = truth[field.id] else { continue }
                count(field, isRight: field.values.sorted() == truth.sorted() || ambiguous.contains(field.id), in: file)
            }
        } catch {
            refused.append("\(file): \(error)")
        }
    }

    private mutating func count(_ field: FieldReading, isRight: Bool, in file: String) {
        fields += 1
        switch (isRight, field.flag == .doubtful) {
        case (true, false): right += 1
        case (true, true): flaggedRight += 1
        case (false, true): flaggedWrong += 1
        case (false, false): silent.append("\(file) \(field.id) read \(field.values)")
        }
    }

    /// CPU time of this thread: other tests run beside it.
    private static var threadMilliseconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e3 + Double(time.tv_nsec) / 1e6
    }

    func report() {
        print(
            "\(name): \(sheets) sheets, \(fields) fields, \(right) right, \(flaggedRight) right but flagged, "
                + "\(flaggedWrong) wrong but flagged, \(silent.count) silently wrong, \(refused.count) sheets refused, "
                + "\(Int(milliseconds / Double(max(sheets, 1)))) ms CPU a sheet")
        for line in silent + refused { print("  \(line)") }
    }
}
