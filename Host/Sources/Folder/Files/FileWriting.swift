import Glibc

/// Files that are there whole or not at all.
enum FileWriting {
    /// Makes a folder and those above it.
    static func makeFolder(_ path: String) throws(FileTrouble) {
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw FileTrouble("\(path) is no folder", code: ENOTDIR) }
            return
        }
        if let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash != path.startIndex {
            try makeFolder(String(path[..<slash]))
        }
        guard mkdir(path, 0o777) == 0 || errno == EEXIST else { throw FileTrouble("\(path) cannot be made") }
    }

    /// Writes a new file under a hidden name in `folder`, waits for the disk, and gives the file its name. A file that
    /// has the name already stays as it is, and the answer is false.
    static func write(_ bytes: [UInt8], to name: String, in folder: String) throws(FileTrouble) -> Bool {
        let hidden = hiddenPath(in: folder)
        let file = try create(hidden)
        var written = Result<Void, FileTrouble>.success(())
        do throws(FileTrouble) { try write(bytes[...], to: file, hidden) } catch { written = .failure(error) }
        return try finish(written, file, from: hidden, to: folder + "/" + name)
    }

    /// The same with the content of another file, which is open for reading.
    static func copy(_ source: Int32, to name: String, in folder: String) throws(FileTrouble) -> Bool {
        let hidden = hiddenPath(in: folder)
        let file = try create(hidden)
        var written = Result<Void, FileTrouble>.success(())
        do throws(FileTrouble) { try copy(source, to: file, hidden) } catch { written = .failure(error) }
        return try finish(written, file, from: hidden, to: folder + "/" + name)
    }

    /// Renames, unless something has the new name: then false.
    ///
    /// - Parameter folder: an open folder that `old` is a name in.
    static func rename(_ old: String, in folder: Int32 = AT_FDCWD, to new: String) throws(FileTrouble) -> Bool {
        // A second name and the end of the first: unlike rename(2) it replaces nothing.
        if linkat(folder, old, AT_FDCWD, new, 0) == 0 {
            guard unlinkat(folder, old, 0) == 0 else {
                let trouble = FileTrouble("\(old) cannot be removed")
                unlink(new)
                throw trouble
            }
            return true
        }
        switch errno {
        case EEXIST: return false
        case EPERM, EOPNOTSUPP, ENOSYS, EINVAL, EMLINK:
            // A file system without second names, as some network shares, or the file of another user: look first.
            var status = stat()
            if lstat(new, &status) == 0 { return false }
            guard renameat(folder, old, AT_FDCWD, new) == 0 else {
                throw FileTrouble("\(old) cannot be moved to \(new)")
            }
            return true
        default: throw FileTrouble("\(old) cannot be moved to \(new)")
        }
    }

    /// Waits until names in a folder are on the disk, where that can be waited for.
    static func settleNames(in folder: String) {
        let directory = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard directory >= 0 else { return }
        _ = fsync(directory)
        close(directory)
    }

    /// A name that nothing else has: two watched folders may share one for what is done.
    private static func hiddenPath(in folder: String) -> String {
        folder + "/.proctor-" + String(UInt64.random(in: 0...UInt64.max), radix: 36) + ".tmp"
    }

    private static func create(_ path: String) throws(FileTrouble) -> Int32 {
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0o666)
        guard file >= 0 else { throw FileTrouble("\(path) cannot be made") }
        return file
    }

    private static func finish(
        _ written: Result<Void, FileTrouble>, _ file: Int32, from hidden: String, to path: String
    ) throws(FileTrouble) -> Bool {
        var isKept = false
        // Gone with the rename, when that was done.
        defer { if !isKept { unlink(hidden) } }
        let isSynced = fsync(file) == 0
        let trouble = isSynced ? nil : FileTrouble("\(hidden) cannot be written")
        guard close(file) == 0, isSynced else { throw trouble ?? FileTrouble("\(hidden) cannot be written") }
        try written.get()
        isKept = try rename(hidden, to: path)
        return isKept
    }

    private static func write(_ bytes: ArraySlice<UInt8>, to file: Int32, _ path: String) throws(FileTrouble) {
        var rest = bytes
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw FileTrouble("\(path) cannot be written") }
            rest = rest.dropFirst(count)
        }
    }

    private static func copy(_ source: Int32, to file: Int32, _ path: String) throws(FileTrouble) {
        var buffer = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = buffer.withUnsafeMutableBytes { Glibc.read(source, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw FileTrouble("a file to be copied to \(path) cannot be read") }
            if count == 0 { return }
            try write(buffer[..<count], to: file, path)
        }
    }
}
