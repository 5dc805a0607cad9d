import Foundation
import Testing

@testable import ReportTemplates

@Suite("The shelf of templates")
struct ShelfTests {
    private func content(_ changes: [String: String?] = [:], name: String = "tiny") throws -> FolderContent {
        try FolderContent(name: name, files: TinyTemplate.files(changes))
    }

    @Test("a folder of the operator's hides the built-in template of its name")
    func overrides() throws {
        let folder = try TemporaryShelf()
        let shelf = try folder.shelf(builtIn: [content()])
        let builtIn = try shelf.template("tiny")
        try folder.write("tiny", TinyTemplate.files(["greeting.j2": "<text>own</text>"]))
        folder.pass(seconds: 2)
        #expect(try shelf.template("tiny").version != builtIn.version)
        #expect(shelf.inventory().entries.map(\.origin) == [.folder])
        folder.remove("tiny")
        folder.pass(seconds: 2)
        #expect(try shelf.template("tiny").version == builtIn.version)
        #expect(folder.events() == ["loaded tiny", "removed tiny"])
    }

    @Test("a changed folder is another version, at the next use a second later")
    func reloads() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf()
        let first = try shelf.template("tiny")
        try folder.write("tiny/greeting.j2", Array("<text>changed</text>".utf8))
        #expect(try shelf.template("tiny") === first)
        folder.pass(seconds: 1)
        let second = try shelf.template("tiny")
        #expect(second.version != first.version)
        #expect(try shelf.template("tiny", version: first.version) === first)
        #expect(folder.events() == ["loaded tiny", "loaded tiny"])
    }

    @Test("a file that is written anew with the same bytes is no other version")
    func sameBytes() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf()
        let first = try shelf.template("tiny")
        try folder.write("tiny", TinyTemplate.files([:]))
        folder.pass(seconds: 5)
        #expect(try shelf.template("tiny") === first)
        #expect(folder.events() == ["loaded tiny"])
    }

    @Test("a folder that became wrong keeps its last good version, and is told once")
    func lastGood() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf()
        let good = try shelf.template("tiny")
        try folder.write("tiny/greeting.j2", Array("{% if %}".utf8))
        for _ in 0..<3 {
            folder.pass(seconds: 4)
            #expect(try shelf.template("tiny") === good)
        }
        let entry = try #require(shelf.inventory().entries.first)
        #expect(entry.state == .stale)
        #expect(entry.problems.map(\.file) == ["tiny/greeting.j2"])
        #expect(folder.events() == ["loaded tiny", "refused tiny: template.syntax; serving one"])

        try folder.write("tiny", TinyTemplate.files([:]))
        folder.pass(seconds: 4)
        #expect(try shelf.template("tiny") === good)
        #expect(shelf.inventory().entries.first?.state == .ready)
        #expect(folder.events() == ["recovered tiny"])
    }

    @Test("a folder that was never right is refused by name, though there is a built-in template")
    func neverRight() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files(["theme.json": "{"]))
        let shelf = try folder.shelf(builtIn: [content()])
        let error = #expect(throws: ShelfError.self) { try shelf.template("tiny") }
        #expect(error?.code == "template.broken")
        #expect(error?.problems.map(\.file) == ["tiny/theme.json"])
        #expect(shelf.inventory().entries.map(\.state) == [.broken])
    }

    @Test("rights that let others write are refused, and taken back when they are mended")
    func exposed() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf()
        let good = try shelf.template("tiny")
        chmod(folder.path + "/tiny/theme.json", 0o664)
        folder.pass(seconds: 4)
        #expect(try shelf.template("tiny") === good)
        #expect(folder.events() == ["loaded tiny", "refused tiny: folder.writable_by_others; serving one"])
        let problem = try #require(shelf.inventory().entries.first?.problems.first)
        #expect(
            problem.description == "tiny/theme.json: is a file that its group or everybody may write (mode 664); "
                + "run: chmod go-w \(folder.path)/tiny/theme.json")
        chmod(folder.path + "/tiny/theme.json", 0o644)
        folder.pass(seconds: 4)
        #expect(try shelf.template("tiny") === good)
        #expect(folder.events() == ["recovered tiny"])
    }

    @Test("the last eight versions can be named, and any other as long as somebody holds it")
    func versions() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf()
        let held = try shelf.template("tiny")
        var names: [String] = []
        for round in 0..<10 {
            try folder.write("tiny/greeting.j2", Array("<text>\(round)</text>".utf8))
            folder.pass(seconds: 4)
            names.append(try shelf.template("tiny").version)
        }
        #expect(try shelf.template("tiny", version: held.version) === held)
        #expect(try shelf.template("tiny", version: names[9]).version == names[9])
        #expect(try shelf.template("tiny", version: names[2]).version == names[2])
        let error = #expect(throws: ShelfError.self) { try shelf.template("tiny", version: names[0]) }
        #expect(error?.code == "template.version_unknown")
    }

    @Test("a shelf folder that is away keeps everything as it is")
    func unmounted() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf()
        let good = try shelf.template("tiny")
        try FileManager.default.moveItem(atPath: folder.path, toPath: folder.path + ".away")
        defer { try? FileManager.default.removeItem(atPath: folder.path + ".away") }
        for _ in 0..<2 {
            folder.pass(seconds: 4)
            #expect(try shelf.template("tiny") === good)
        }
        #expect(shelf.inventory().problems.map(\.code) == ["folder.unreadable"])
        #expect(folder.events() == ["loaded tiny", "unreadable: folder.unreadable"])
    }

    @Test("what is not there is named, with what is")
    func unknown() throws {
        let shelf = try TemporaryShelf().shelf(builtIn: [content(), content(name: "other")])
        let error = #expect(throws: ShelfError.self) { try shelf.template("tny") }
        #expect(error?.message == "There is no template \"tny\". There are: other, tiny.")
    }

    @Test("links, pipes and names that lead elsewhere are refused, all at once")
    func foreign() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/tiny/assets/secret.svg", withDestinationPath: "/etc/passwd")
        mkfifo(folder.path + "/tiny/pipe.j2", 0o600)
        try folder.write("tiny/a b.j2", [])
        try folder.write("tiny/one/two/three.j2", [])
        try FileManager.default.createSymbolicLink(atPath: folder.path + "/linked", withDestinationPath: "tiny")
        let shelf = try folder.shelf()
        let problems = shelf.inventory().entries.map { $0.problems.map(\.description).joined(separator: "\n") }
        #expect(
            problems == [
                "linked: is a symbolic link; put the file itself into the folder",
                """
                tiny/a b.j2: files are named with letters, digits, -, _ and . and lie at most one folder deep; rename or move it
                tiny/assets/secret.svg: is a symbolic link; put the file itself into the folder
                tiny/one/two: files are named with letters, digits, -, _ and . and lie at most one folder deep; rename or move it
                tiny/pipe.j2: is neither a file nor a folder; remove it
                """,
            ])
    }

    @Test("sizes and counts are bounded before anything is read")
    func bounds() throws {
        let folder = try TemporaryShelf()
        var files = TinyTemplate.files([:])
        files["assets/large.svg"] = [UInt8](repeating: 0x20, count: (4 << 20) + 1)
        for number in 0..<250 { files["partial\(number).j2"] = [] }
        try folder.write("tiny", files)
        let shelf = try folder.shelf()
        #expect(
            shelf.inventory().entries.first?.problems.map(\.code) == ["folder.file_count", "folder.file_size"])
    }

    @Test("thousands of hidden files and backups change nothing")
    func litter() throws {
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        for number in 0..<1500 {
            try folder.write("tiny/.hidden\(number)", [])
            try folder.write("notes\(number).md", [])
        }
        let shelf = try folder.shelf()
        #expect(shelf.inventory().entries.map(\.state) == [.ready])
        #expect(shelf.inventory().problems.isEmpty)
    }

    @Test("more files or folders than there may be are told, and nothing is taken to be gone")
    func crowded() throws {
        var limits = FolderLimits()
        limits.files = 40
        limits.folders = 4
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf(limits: limits)
        for number in 0..<100 { try folder.write("tiny/part\(number).j2", []) }
        folder.pass(seconds: 2)
        #expect(shelf.inventory().entries.map(\.state) == [.stale])
        #expect(shelf.inventory().entries.flatMap(\.problems).map(\.code) == ["folder.file_count"])
        for number in 0..<20 { try folder.write("a\(number)/x.j2", []) }
        folder.pass(seconds: 2)
        #expect(shelf.inventory().entries.map(\.name) == ["tiny"])
        #expect(shelf.inventory().problems.map(\.code) == ["shelf.count"])
    }

    @Test("earlier versions give way to each other, but not those that somebody holds")
    func budget() throws {
        var limits = FolderLimits()
        limits.earlierBytes = 3 << 20
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf(limits: limits)
        let held = try shelf.template("tiny")
        for number in 0..<6 {
            try folder.write("tiny/greeting.j2", Array("<text>\(number)</text>".utf8))
            folder.pass(seconds: 2)
            _ = try shelf.template("tiny")
        }
        let versions = try #require(shelf.inventory().entries.first).versions
        #expect(versions.count == 5)
        #expect(try shelf.template("tiny", version: held.version) === held)
    }

    @Test("a folder that is gone leaves nothing behind when there is no room")
    func goneWithoutRoom() throws {
        var limits = FolderLimits()
        limits.earlierBytes = 0
        let folder = try TemporaryShelf()
        try folder.write("tiny", TinyTemplate.files([:]))
        let shelf = try folder.shelf(limits: limits)
        let version = try shelf.template("tiny").version
        folder.remove("tiny")
        for _ in 0..<2 {
            folder.pass(seconds: 2)
            #expect(shelf.inventory().entries.isEmpty)
        }
        let error = #expect(throws: ShelfError.self) { try shelf.template("tiny", version: version) }
        #expect(error?.code == "template.unknown")
    }
}
