import Foundation
import Loopback

/// Ways to make a disk fail under a running host.
enum StorageTrouble {
    static let isRoot = geteuid() == 0

    /// Whether this machine lets the test mount a file system of its own; containers often do not.
    static let canMount: Bool = {
        guard isRoot, let folder = try? TemporaryFolder() else { return false }
        guard (try? mount(folder.path, megabytes: 1)) != nil else { return false }
        unmount(folder.path)
        return true
    }()

    /// Whether a file can be made immutable under those who have it open: by root on ext4, outside of most containers.
    static let canFreeze: Bool = {
        guard isRoot, let folder = try? TemporaryFolder(), (try? folder.write("", to: "file")) != nil else {
            return false
        }
        let path = folder.path + "/file"
        let file = open(path, O_WRONLY | O_CLOEXEC)
        defer { close(file) }
        guard file >= 0, (try? freeze([path], true)) != nil else { return false }
        let isFrozen = write(file, "x", 1) < 0
        return (try? freeze([path], false)) != nil && isFrozen
    }()

    /// From now on each write of a process to a file fails with EFBIG; reads, sockets and pipes work. Needs no privilege
    /// over a process of the same user, and no file system of its own.
    static func setFilesFull(_ isFull: Bool, process: pid_t) throws {
        try run("prlimit", ["--pid", "\(process)", "--fsize=\(isFull ? "1" : "unlimited"):unlimited"])
    }

    /// Makes files unchangeable, even for those who have them open.
    static func freeze(_ paths: [String], _ isFrozen: Bool) throws {
        try run("chattr", [isFrozen ? "+i" : "-i"] + paths)
    }

    /// A small file system in memory over a folder.
    static func mount(_ folder: String, megabytes: Int) throws {
        try run("mount", ["-t", "tmpfs", "-o", "size=\(megabytes)m,mode=0755", "tmpfs", folder])
    }

    static func unmount(_ folder: String) { _ = try? run("umount", ["--lazy", folder]) }

    /// What has to run a host so that permissions bind it: root, which they do not bind, without that privilege.
    static let withoutOverride: [String] = {
        guard isRoot, let folder = try? TemporaryFolder(), chmod(folder.path, 0o500) == 0,
            FileManager.default.createFile(atPath: folder.path + "/file", contents: nil)
        else { return [] }
        return ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
    }()

    private static func run(_ command: String, _ arguments: [String]) throws {
        let result = try CommandResult.run("/usr/bin/env", [command] + arguments)
        guard result.status == 0 else { throw BuiltFiles.Missing(description: "\(command): \(result.error)") }
    }
}
