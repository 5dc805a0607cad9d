import Glibc
import HostConfiguration
import HostDispatch
import Testing

@testable import HostFolder

@Suite struct FolderKeeperTests {
    @Test("a settled file is one job with its bytes, type and name; done, it moves, and its answer lies beside it")
    func done() throws {
        let scans = try Scans()
        scans.put("sheet 1.jpg", "pixels")
        scans.pass(.milliseconds(1_500))
        #expect(scans.jobs.waiting.isEmpty, "two seconds have not passed")
        scans.pass(.milliseconds(500))
        let job = try #require(scans.jobs.waiting.first)
        #expect(job.text == "pixels" && job.attempt == 1 && job.envelope.operation == "a.b")
        #expect(job.envelope.header("content-type") == "image/jpeg")
        #expect(job.envelope.header("x-file-name") == "sheet 1.jpg")
        scans.pass(.seconds(10))
        #expect(scans.jobs.waiting.count == 1 && scans.names() == ["sheet 1.jpg"], "it stays while its job runs")
        try scans.jobs.end(.ok, #"{"score":7}"#)
        scans.turn()
        #expect(scans.names().isEmpty)
        #expect(scans.names("done") == ["sheet 1.jpg", "sheet 1.jpg.json"])
        #expect(scans.text("done/sheet 1.jpg") == "pixels" && scans.text("done/sheet 1.jpg.json") == #"{"score":7}"#)
        #expect(scans.keeper.hindrance == nil && scans.keeper.isAtRest)
    }

    @Test("a file that grows is not taken until it has stayed as it is")
    func growing() throws {
        let scans = try Scans()
        for size in 1...8 {
            scans.put("a.pdf", String(repeating: "x", count: size))
            scans.pass(.seconds(1))
        }
        #expect(scans.jobs.waiting.isEmpty)
        scans.pass(.seconds(2))
        #expect(scans.jobs.waiting.map(\.text) == ["xxxxxxxx"])
    }

    @Test("a file that somebody has open to write waits, however long it stays as it is")
    func openForWriting() throws {
        let scans = try Scans()
        scans.put("a.pdf", "half")
        let writer = open(scans.path + "/a.pdf", O_WRONLY | O_APPEND)
        scans.pass(.seconds(10))
        #expect(scans.jobs.waiting.isEmpty)
        close(writer)
        scans.pass(.seconds(3))
        #expect(scans.jobs.waiting.count == 1)
    }

    @Test("hidden, unfinished and unfitting files, folders, links, pipes and sockets are left alone")
    func leftAlone() throws {
        let scans = try Scans { $0.patterns = ["*.pdf", "scan?.png"] }
        for name in [".a.pdf", "a.pdf.part", "b.pdf.tmp", "c.txt", "scan12.png"] { scans.put(name, "x") }
        mkdir(scans.path + "/d.pdf", 0o755)
        mkfifo(scans.path + "/e.pdf", 0o644)
        symlink("/etc/passwd", scans.path + "/f.pdf")
        scans.put("g.pdf", "x")
        scans.put("scan1.png", "x")
        scans.pass(.seconds(5))
        #expect(scans.jobs.names.sorted() == ["g.pdf", "scan1.png"])
    }

    @Test("the oldest files go first, and two more than the processor does at once are in flight")
    func window() throws {
        let scans = try Scans()
        for (index, name) in ["e", "d", "c", "b", "a"].enumerated() { scans.put(name, name, modified: 1_000 + index) }
        scans.put("aa", "aa", modified: 1_000)
        scans.pass(.seconds(3))
        #expect(scans.jobs.names == ["aa", "e", "d"])
        try scans.jobs.end()
        scans.turn()
        #expect(scans.jobs.names == ["aa", "e", "d", "c"])
    }

    @Test("a failure for good makes a dead letter first, and the file lies with its reason among the failed")
    func failed() throws {
        let scans = try Scans()
        scans.put("a.pdf", "bad")
        scans.pass(.seconds(2))
        let id = try #require(scans.jobs.waiting.first).envelope.id
        scans.letters.set(fails: true)
        try scans.jobs.end(.reject, error: JobError(code: "sheet.unreadable", message: "no \"corners\""))
        scans.pass(.seconds(20))
        #expect(scans.names() == ["a.pdf"], "its letter is not durable")
        #expect(scans.keeper.hindrance?.hasSuffix("a.pdf failed and its dead letter cannot be kept now") == true)
        #expect(scans.jobs.waiting.isEmpty, "it is not done again")
        scans.letters.set(fails: false)
        scans.pass(.seconds(5))
        #expect(scans.names().isEmpty && scans.keeper.hindrance == nil)
        #expect(scans.names("failed") == ["a.pdf", "a.pdf.error.json"])
        #expect(
            scans.text("failed/a.pdf.error.json")
                == #"{"code":"sheet.unreadable","message":"no \"corners\"","attempts":1,"job":"\#(id)"}"# + "\n")
        let letter = try #require(scans.letters.letters.first)
        #expect(letter.origin == "folder \(scans.path)" && letter.job == id && letter.payload == Array("bad".utf8))
        #expect(letter.headers.map(\.name) == ["content-type", "x-file-name"])
        #expect(letter.processor == "press" && letter.operation == "a.b" && letter.status == .reject)
        #expect(scans.letters.letters.count == 1)
    }

    @Test("nothing that lies among the done is replaced: neither a file nor an answer")
    func neverReplaces() throws {
        let scans = try Scans()
        for number in 1...3 {
            scans.put("a.pdf", "\(number)")
            scans.pass(.seconds(3))
            try scans.jobs.end(.ok, "[\(number)]")
            scans.turn()
        }
        #expect(
            scans.names("done") == ["a-2.pdf", "a-2.pdf.json", "a-3.pdf", "a-3.pdf.json", "a.pdf", "a.pdf.json"])
        #expect(scans.text("done/a.pdf") == "1" && scans.text("done/a-3.pdf.json") == "[3]")
        // A file whose name is another's answer's.
        scans.put("b.pdf.json", "mine")
        scans.pass(.seconds(3))
        try scans.jobs.end(.ok, "[]")
        scans.put("b.pdf", "b")
        scans.pass(.seconds(3))
        try scans.jobs.end(.ok, "[4]")
        scans.turn()
        #expect(scans.text("done/b.pdf.json") == "mine" && scans.text("done/b-2.pdf.json") == "[4]")
    }

    @Test("the same file dropped again is a new job")
    func droppedAgain() throws {
        let scans = try Scans()
        for _ in 1...2 {
            scans.put("a.pdf", "same", modified: 5_000)
            scans.pass(.seconds(3))
            try scans.jobs.end()
            scans.turn()
        }
        #expect(scans.jobs.names == ["a.pdf", "a.pdf"])
    }

    @Test("a host that ended while a job ran does it again under the same id")
    func restart() throws {
        let scans = try Scans()
        scans.put("a.pdf", "x")
        scans.pass(.seconds(2))
        let id = try #require(scans.jobs.waiting.first).envelope.id
        scans.restart()
        scans.pass(.seconds(3))
        #expect(scans.jobs.waiting.map(\.envelope.id) == [id])
    }

    @Test("a file that a host was putting away when it ended comes back and is done again under the same id")
    func restartWhilePlacing() throws {
        let scans = try Scans()
        scans.put("a.pdf", "x")
        scans.pass(.seconds(2))
        let id = try #require(scans.jobs.waiting.first).envelope.id
        let aside = scans.path + "/" + FileAside.folderName
        mkdir(aside, 0o700)
        rename(scans.path + "/a.pdf", aside + "/a.pdf")
        scans.restart()
        scans.pass(.seconds(3))
        #expect(scans.jobs.waiting.map(\.envelope.id) == [id])
        #expect(scans.names() == ["a.pdf"])
    }

    @Test("a file that is another when its job ends stays and is a job of its own; the answer is kept")
    func replacedWhileRunning() throws {
        let scans = try Scans()
        scans.put("a.pdf", "old")
        scans.pass(.seconds(2))
        scans.put("a.pdf", "newer")
        scans.pass(.seconds(1))
        try scans.jobs.end(.ok, "[1]")
        scans.pass(.seconds(3))
        #expect(scans.jobs.waiting.map(\.text) == ["newer"])
        #expect(scans.names("done") == ["a.pdf.json"])
    }

    @Test("answers have the ending of their media type, and none is kept when none is wanted")
    func answers() throws {
        let scans = try Scans()
        scans.put("a.csv", "x")
        scans.pass(.seconds(3))
        try scans.jobs.end(.ok, "%PDF", mediaType: "application/pdf")
        scans.turn()
        #expect(scans.names("done") == ["a.csv", "a.csv.pdf"])
        let silent = try Scans { $0.keepsAnswers = false }
        silent.put("a.csv", "x")
        silent.pass(.seconds(3))
        try silent.jobs.end(.ok, "%PDF")
        silent.turn()
        #expect(silent.names("done") == ["a.csv"])
    }

    @Test("pieces of a stream become lines of one answer, up to a bound")
    func stream() throws {
        let scans = try Scans()
        scans.put("a.csv", "x")
        scans.put("b.csv", "x")
        scans.pass(.seconds(3))
        #expect(scans.jobs.waiting.first?.emit(#"{"n":1}"#) == .accepted)
        #expect(scans.jobs.waiting.first?.emit(#"{"n":2}"#) == .accepted)
        try scans.jobs.end(.ok, "")
        let piece = String(repeating: "x", count: 16 << 20)
        for verdict: PieceVerdict in [.accepted, .accepted, .accepted, .closed, .closed] {
            #expect(scans.jobs.waiting.first?.emit(piece) == verdict)
        }
        try scans.jobs.end(.ok, "")
        scans.turn()
        #expect(scans.text("done/a.csv.ndjson") == "{\"n\":1}\n{\"n\":2}\n")
        #expect(scans.letters.letters.map(\.error.code) == ["folder.answer_too_large"])
    }
}
