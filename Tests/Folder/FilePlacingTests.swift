import Glibc
import HostThreads
import Synchronization
import Testing

@testable import HostFolder

/// Files are put away while other programs go on working in their folder.
@Suite struct FilePlacingTests {
    private let scans: Scans

    init() throws { scans = try Scans() }

    /// A thread that puts `next` in the place of `path` when it is told to, a moment later.
    private final class Replacer: Sendable {
        private let isTold = Atomic<Bool>(false)
        private let isReady = Gate()

        func start(_ next: String, _ path: String, after pause: UInt64) -> HostThread? {
            let thread = HostThread.start(name: "replacer") { [self] in
                isReady.open()
                while !isTold.load(ordering: .acquiring) {}
                let due = MonotonicClock.now() &+ pause
                while MonotonicClock.now() < due {}
                rename(next, path)
            }
            if thread != nil { isReady.wait() }
            return thread
        }

        func tell() { isTold.store(true, ordering: .releasing) }
    }

    /// Puts a file away in each round, and has another come in its place at another moment of that.
    private func race(rounds: UInt64, target: String) throws {
        let path = scans.path + "/a.pdf"
        for round in 0..<rounds {
            scans.put("a.pdf", "old")
            scans.put("../next", "new")
            let facts = try #require(FileFacts.of(path))
            let replacer = Replacer()
            let thread = try #require(replacer.start(scans.path + "/../next", path, after: round % 100 * 1_000))
            replacer.tell()
            _ = try FilePlacing(name: "a.pdf", facts: facts, source: scans.path, target: target, companion: nil).place()
            thread.join()
            #expect(scans.names().map { scans.text($0) } == ["new"], "round \(round)")
            for name in scans.names() { unlink(scans.path + "/" + name) }
            unlink(target + "/a.pdf")
        }
    }

    @Test("a file that replaces one that is being put away stays, whenever it comes")
    func replaced() throws {
        try race(rounds: 500, target: scans.path + "/done")
    }

    @Test("a file that replaces one that is being copied to another file system stays, whenever it comes")
    func replacedWhileCopied() throws {
        var name = Array("/dev/shm/proctor-done-XXXXXX".utf8CString)
        guard let done = mkdtemp(&name).map({ String(cString: $0) }) else { return }
        defer { _ = system("rm -rf '\(done)'") }
        try race(rounds: 500, target: done)
    }

    @Test("a file that comes while another of its name lies aside stays, and the other comes back under a further name")
    func bothStay() throws {
        scans.put("a.pdf", "old")
        let facts = try #require(FileFacts.of(scans.path + "/a.pdf"))
        do {
            guard let aside = try FileAside.take("a.pdf", facts: facts, of: scans.path) else {
                Issue.record("it was not taken")
                return
            }
            scans.put("a.pdf", "newer")
            try aside.putBack()
        }
        #expect(scans.names() == ["a-2.pdf", "a.pdf"])
        #expect(scans.text("a.pdf") == "newer" && scans.text("a-2.pdf") == "old")
    }

    @Test("a file that is written on while it is copied to another file system is not put away")
    func writtenOn() throws {
        var name = Array("/dev/shm/proctor-done-XXXXXX".utf8CString)
        guard let done = mkdtemp(&name).map({ String(cString: $0) }) else { return }
        defer { _ = system("rm -rf '\(done)'") }
        scans.put("a.pdf", "half")
        let facts = try #require(FileFacts.of(scans.path + "/a.pdf"))
        do {
            guard let aside = try FileAside.take("a.pdf", facts: facts, of: scans.path) else {
                Issue.record("it was not taken")
                return
            }
            // As somebody does who had it open.
            scans.put(FileAside.folderName + "/a.pdf", "whole and more")
            #expect(try aside.move(to: "a.pdf", in: done) == .changed)
            try aside.putBack()
        }
        #expect(scans.names() == ["a.pdf"] && scans.text("a.pdf") == "whole and more")
        #expect(scans.names("../../.." + done).isEmpty)
    }

    @Test("a file that came back to its place and lies aside still, as after a crash in between, is one file")
    func underBothNames() throws {
        scans.put("a.pdf", "x")
        mkdir(scans.path + "/" + FileAside.folderName, 0o700)
        link(scans.path + "/a.pdf", scans.path + "/" + FileAside.folderName + "/a.pdf")
        try FileAside.returnAll(to: scans.path)
        #expect(scans.names() == ["a.pdf"] && scans.text("a.pdf") == "x")
    }

    @Test("a link in the place of the folder for files that are being moved is not followed")
    func linkForTheFolder() throws {
        scans.put("../elsewhere", "secret")
        symlink(scans.path + "/..", scans.path + "/" + FileAside.folderName)
        scans.put("a.pdf", "x")
        let facts = try #require(FileFacts.of(scans.path + "/a.pdf"))
        #expect(throws: FileTrouble.self) { try FileAside.returnAll(to: scans.path) }
        #expect(throws: FileTrouble.self) { _ = try FileAside.take("a.pdf", facts: facts, of: scans.path) == nil }
        #expect(scans.names() == [FileAside.folderName, "a.pdf"].sorted() && scans.text("../elsewhere") == "secret")
    }
}
