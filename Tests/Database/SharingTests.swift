import GRDB
import Glibc
import HostThreads
import Synchronization
import Testing

@testable import HostDatabase

/// Several connections on one file: as many processes have.
@Suite struct SharingTests {
    @Test("two hosts on one file write at once and lose nothing")
    func twoHosts() throws {
        let folder = try ScratchFolder()
        let hosts = [try Notes.open(folder.file), try Notes.open(folder.file)]
        onThreads(4) { thread in
            for number in 0..<50 { try? hosts[thread % 2].insert("\(thread)-\(number)") }
        }
        #expect(Set(try hosts[0].values()).count == 200)
        #expect(try hosts[1].values().count == 200)
        for host in hosts { host.close() }
    }

    @Test("a commit of another process is told, an own one is not")
    func watch() throws {
        let folder = try ScratchFolder()
        let host = try Notes.open(folder.file)
        let command = try Notes.open(folder.file, purpose: .command)
        let told = Mutex(0)
        host.watch { told.withLock { $0 += 1 } }
        for _ in 0..<20 { try host.insert("own") }
        try command.insert("from outside")
        #expect(eventually { told.withLock { $0 } == 1 })
        #expect(try host.values().last == "from outside")
        command.close()
        host.close()
        #expect(told.withLock { $0 } == 1)
    }

    @Test("another program that holds the file locked is told as such")
    func locked() throws {
        let folder = try ScratchFolder()
        try Notes.open(folder.file).close()
        var configuration = GRDB.Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: folder.file, configuration: configuration)
        try other.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA locking_mode = EXCLUSIVE; BEGIN IMMEDIATE; UPDATE proctor_probe SET count = 7")
        }
        let refused = failure { () throws(DatabaseFailure) in
            _ = try HostDatabase.Database(
                path: folder.file, synchronous: false, schemas: [Notes.schema], purpose: .host,
                timing: DatabaseTiming(patience: .milliseconds(20)), log: Notes.log)
        }
        #expect(refused?.code == "store.busy" && refused?.message.contains(folder.file) == true)
        try other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try other.close()
        try Notes.open(folder.file).close()
    }

    @Test(
        "another process reads and writes beside the host")
    func otherProcess() throws {
        let folder = try ScratchFolder()
        let host = try Notes.open(folder.file)
        try host.insert("ours")
        let told = Gate()
        host.watch { told.open() }
        // Its end is the moment at which a process that thinks itself the last one would remove the log.
        #expect(Self.run("INSERT INTO notes (value) SELECT value || ', theirs' FROM notes", on: folder.file))
        #expect(told.wait(.seconds(10)))
        try host.insert("ours again")
        #expect(try host.values() == ["ours", "ours, theirs", "ours again"])
        host.close()
    }

    private static func run(_ sql: String, on path: String) -> Bool {
        let arguments = ["sqlite3", "-cmd", ".timeout 5000", path, sql].map { $0.withCString { strdup($0) } } + [nil]
        defer { for argument in arguments { free(argument) } }
        var child = pid_t()
        guard posix_spawn(&child, "/usr/bin/sqlite3", nil, nil, arguments, nil) == 0 else { return false }
        var status: Int32 = 0
        while waitpid(child, &status, 0) < 0, errno == EINTR {}
        return status == 0
    }
}
