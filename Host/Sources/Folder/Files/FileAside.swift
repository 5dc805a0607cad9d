import Glibc

/// A file that was taken out of its watched folder to be put away: under its own name in a hidden folder within, where
/// nobody else works. What takes its place in the watched folder from then on is another file, and stays untouched.
///
/// A crash leaves the file there; ``returnAll(to:)`` brings it back.
struct FileAside: ~Copyable {
    enum Move: Sendable, Equatable {
        case moved
        /// Something has the new name already.
        case nameTaken
        /// It is another than it was taken for.
        case changed
    }

    /// The hidden folder in a watched one.
    static let folderName = ".proctor-moving"

    private let name: String
    private let facts: FileFacts
    private let source: String
    /// The hidden folder, open. It is reached by this number alone, as a link put in its place would lead elsewhere.
    private let folder: Int32

    private init(_ name: String, _ facts: FileFacts, of source: String, in folder: Int32) {
        (self.name, self.facts, self.source, self.folder) = (name, facts, source, folder)
    }

    deinit {
        close(folder)
        // Stays, without harm, while something is in it.
        rmdir(source + "/" + Self.folderName)
    }

    /// Takes a file out of `source`. Nil when it has gone, or when what lies there is another by now: that stays.
    /// Whatever lies aside must have been brought back before.
    static func take(_ name: String, facts: FileFacts, of source: String) throws(FileTrouble) -> FileAside? {
        guard FileFacts.of(source + "/" + name) == facts else { return nil }
        let hidden = source + "/" + folderName
        guard mkdir(hidden, 0o700) == 0 || errno == EEXIST else { throw FileTrouble("\(hidden) cannot be made") }
        let folder = openFolder(hidden)
        guard folder >= 0 else { throw FileTrouble("\(hidden) cannot be opened") }
        let aside = FileAside(name, facts, of: source, in: folder)
        guard renameat(AT_FDCWD, source + "/" + name, folder, name) == 0 else {
            if errno == ENOENT { return nil }
            throw FileTrouble("\(source)/\(name) cannot be moved")
        }
        // Another may have come between the look and the move. From here on it is this one and no other.
        guard FileFacts.of(name, in: folder) == facts else {
            try aside.putBack()
            return nil
        }
        return aside
    }

    /// Moves the file to `target`, which may be on another file system, unless something has the name there. When it
    /// was not moved, it still lies aside.
    func move(to free: String, in target: String) throws(FileTrouble) -> Move {
        do throws(FileTrouble) {
            return try FileWriting.rename(name, in: folder, to: target + "/" + free) ? .moved : .nameTaken
        } catch  where error.code == EXDEV {
            return try copy(to: free, in: target)
        }
    }

    private func copy(to free: String, in target: String) throws(FileTrouble) -> Move {
        let file = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC)
        guard file >= 0 else { throw FileTrouble("\(source)/\(name) cannot be opened") }
        defer { close(file) }
        guard try FileWriting.copy(file, to: free, in: target) else { return .nameTaken }
        // Who had it open may have written on.
        guard FileFacts.of(file) == facts else {
            unlink(target + "/" + free)
            return .changed
        }
        guard unlinkat(folder, name, 0) == 0 else {
            let trouble = FileTrouble("\(source)/\(name) cannot be removed")
            unlink(target + "/" + free)
            throw trouble
        }
        return .moved
    }

    /// Puts the file back where it was; under a further name if another took its place meanwhile.
    func putBack() throws(FileTrouble) { try Self.putBack(name, in: folder, to: source) }

    /// Brings back what lies aside in a watched folder: a host ended, or a share went away, while it was put away.
    static func returnAll(to source: String) throws(FileTrouble) {
        let hidden = source + "/" + folderName
        let folder = openFolder(hidden)
        guard folder >= 0 else {
            if errno == ENOENT { return }
            throw FileTrouble("\(hidden) cannot be opened")
        }
        guard let directory = fdopendir(folder) else {
            let trouble = FileTrouble("\(hidden) cannot be listed")
            close(folder)
            throw trouble
        }
        defer {
            closedir(directory)
            rmdir(hidden)
        }
        var names: [String] = []
        while let entry = readdir(directory) {
            let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
            if let name = String(validating: bytes, as: UTF8.self) { names.append(name) }
        }
        for name in names where FileFacts.of(name, in: folder) != nil { try putBack(name, in: folder, to: source) }
    }

    private static func putBack(_ name: String, in folder: Int32, to source: String) throws(FileTrouble) {
        guard let facts = FileFacts.of(name, in: folder) else { return }
        // A crash on the way back left it under both names.
        if FileFacts.of(source + "/" + name) == facts {
            unlinkat(folder, name, 0)
            return
        }
        if try FileWriting.rename(name, in: folder, to: source + "/" + name) { return }
        for number in 2...FilePlacing.mostNames {
            let further = source + "/" + FilePlacing.numbered(name, number)
            if try FileWriting.rename(name, in: folder, to: further) { return }
        }
        throw FileTrouble("\(source) has too many files named \(name)", code: EEXIST)
    }

    private static func openFolder(_ path: String) -> Int32 {
        open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
    }
}
