import Glibc

/// What the file system says of a file without reading it: a change of it is a change of this, but for a second change
/// within one tick of its clock.
struct FileStatus: Hashable {
    enum Kind: Hashable { case file, folder, link, other }

    let kind: Kind
    let mode: UInt32
    let size: Int
    let inode: UInt64
    /// Nanoseconds since 1970 of the last change of content, and of content or attributes.
    let modified: Int
    let changed: Int

    init(_ status: stat) {
        kind =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFLNK: .link
            default: .other
            }
        mode = UInt32(status.st_mode) & 0o7777
        size = Int(status.st_size)
        inode = UInt64(status.st_ino)
        modified = Self.nanoseconds(status.st_mtim)
        changed = Self.nanoseconds(status.st_ctim)
    }

    /// Whether its group or everybody may write it.
    var isExposed: Bool { mode & 0o022 != 0 }

    private static func nanoseconds(_ time: timespec) -> Int { time.tv_sec &* 1_000_000_000 &+ time.tv_nsec }
}
