import Glibc
import HostConfiguration
import HostDispatch
import Testing

@testable import HostFolder

@Suite struct FolderTroubleTests {
    @Test("a folder that is not there is said and looked for until it is")
    func missing() throws {
        let scans = try Scans(makesFolder: false)
        scans.pass(.seconds(3))
        #expect(scans.keeper.hindrance == "\(scans.path) is not there")
        mkdir(scans.path, 0o755)
        scans.put("a.pdf", "x")
        scans.pass(.seconds(3))
        #expect(scans.keeper.hindrance == nil && scans.jobs.waiting.count == 1)
        #expect(scans.names("done").isEmpty && access(scans.path + "/failed", F_OK) == 0)
    }

    @Test("a share that goes away while a job runs keeps its file, which is put away when it is back")
    func shareGoesAway() throws {
        let scans = try Scans()
        scans.put("a.pdf", "x")
        scans.pass(.seconds(2))
        rename(scans.path, scans.path + "-away")
        try scans.jobs.end()
        scans.pass(.seconds(1))
        #expect(scans.keeper.hindrance?.contains("is not there") == true)
        #expect(access(scans.path, F_OK) != 0, "nothing is made in its place")
        rename(scans.path + "-away", scans.path)
        scans.pass(.seconds(6))
        #expect(scans.names("done") == ["a.pdf", "a.pdf.json"] && scans.jobs.names == ["a.pdf"])
    }

    @Test("a file that cannot be put away is done once, said, and put away when it can be")
    func cannotBePutAway() throws {
        let scans = try Scans()
        scans.put("a.pdf", "x")
        scans.pass(.seconds(2))
        // A file in the place of the folder keeps root out too.
        rmdir(scans.path + "/done")
        scans.put("done", "in the way")
        try scans.jobs.end(.ok, "[1]")
        scans.pass(.seconds(20))
        #expect(
            scans.keeper.hindrance?.contains(
                "/in/a.pdf is done and cannot be put away: \(scans.path)/done is no folder")
                == true)
        #expect(scans.jobs.names == ["a.pdf"])
        unlink(scans.path + "/done")
        scans.pass(.seconds(6))
        #expect(scans.names("done") == ["a.pdf", "a.pdf.json"] && scans.text("done/a.pdf.json") == "[1]")
        #expect(scans.keeper.hindrance == nil && scans.jobs.names == ["a.pdf"])
    }

    @Test("a file is copied to done on another file system, and is then gone from the folder")
    func otherFileSystem() throws {
        var name = Array("/dev/shm/proctor-done-XXXXXX".utf8CString)
        guard let done = mkdtemp(&name).map({ String(cString: $0) }) else { return }
        defer { _ = system("rm -rf '\(done)'") }
        let scans = try Scans { $0.done = done }
        let text = String(repeating: "0123456789abcdef", count: 4_000)
        scans.put("a.pdf", text)
        scans.pass(.seconds(3))
        try scans.jobs.end()
        scans.turn()
        #expect(scans.names().isEmpty)
        #expect(scans.names("../../../" + done).sorted() == ["a.pdf", "a.pdf.json"])
        #expect(scans.text("../../../" + done + "/a.pdf") == text)
    }

    @Test("a file that is too large for a job fails without one, and says so")
    func tooLarge() throws {
        let scans = try Scans()
        scans.put("a.bin", "x")
        truncate(scans.path + "/a.bin", (256 << 20) + 1)
        scans.pass(.seconds(3))
        #expect(scans.jobs.names.isEmpty && scans.names().isEmpty)
        let letter = try #require(scans.letters.letters.first)
        #expect(letter.error.code == "folder.file_too_large" && letter.payload.isEmpty)
        #expect(letter.headers.contains { $0 == ("x-payload-missing", "1") })
        #expect(scans.names("failed") == ["a.bin", "a.bin.error.json"])
    }

    @Test("the letter of an empty file that failed has its payload: that of no bytes")
    func emptyFile() throws {
        let scans = try Scans()
        scans.put("a.bin", "")
        scans.pass(.seconds(3))
        try scans.jobs.end(.reject)
        scans.turn()
        let letter = try #require(scans.letters.letters.first)
        #expect(letter.payload.isEmpty && !letter.headers.contains { $0.name == "x-payload-missing" })
    }

    @Test("a paused folder takes no file and puts away what was under way")
    func paused() throws {
        let scans = try Scans()
        scans.put("a.pdf", "x")
        scans.pass(.seconds(2))
        scans.put("b.pdf", "x")
        scans.pass(.seconds(5), takesFiles: false)
        #expect(!scans.keeper.isAtRest)
        try scans.jobs.end()
        scans.turn(takesFiles: false)
        #expect(scans.keeper.isAtRest && scans.jobs.names == ["a.pdf"] && scans.names() == ["b.pdf"])
    }

    @Test("a folder that leads to no operation now keeps its files")
    func noRoute() throws {
        let scans = try Scans()
        scans.jobs.set(capacity: nil)
        scans.put("a.pdf", "x")
        scans.pass(.seconds(5))
        #expect(scans.jobs.names.isEmpty && scans.names() == ["a.pdf"])
        scans.jobs.set(capacity: 1)
        scans.pass(.seconds(1))
        #expect(scans.jobs.names == ["a.pdf"])
    }

    @Test("reading refuses a link that took a file's place, and a file that changed")
    func racedReading() throws {
        let scans = try Scans()
        scans.put("a", "text")
        let path = scans.path + "/a"
        let facts = try #require(FileFacts.of(path))
        #expect(FileReading.read(path, facts: facts, limit: 10) == .bytes(Array("text".utf8)))
        #expect(FileReading.read(path, facts: facts, limit: 3) == .tooLarge)
        scans.put("a", "other")
        #expect(FileReading.read(path, facts: facts, limit: 10) == .unsettled)
        unlink(path)
        #expect(FileReading.read(path, facts: facts, limit: 10) == .vanished)
        symlink("/etc/passwd", path)
        #expect(FileReading.read(path, facts: facts, limit: 1 << 20) == .unsettled)
    }
}
