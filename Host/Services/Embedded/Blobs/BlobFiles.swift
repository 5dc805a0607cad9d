import Glibc
public import HostDatabase

/// The folder of blobs' content: 256 folders of files under random names. No path is ever made from what a plugin
/// says, and no symbolic link below the root is followed. Callable from any thread; blocks.
public struct BlobFiles: Sendable {
    /// Where files are until they are whole.
    static let incoming = "incoming"

    /// The root.
    public let path: String
    private let isSynchronous: Bool

    /// - Parameters:
    ///   - path: made when it is missing (0750).
    ///   - synchronous: whether each write waits for the disk.
    public init(creating path: String, synchronous: Bool) throws(DatabaseFailure) {
        self.path = path
        isSynchronous = synchronous
        try FolderTree.make(path)
        _ = try OpenFile(makingFolder: Self.incoming, in: root())
    }

    private func root() throws(DatabaseFailure) -> OpenFile { try OpenFile(folder: path) }

    /// Writes content under a name of its own: whole and, if asked, durable when this returns.
    func add(_ content: ArraySlice<UInt8>) throws(DatabaseFailure) -> BlobName {
        let name = BlobName()
        try add(name) { (file) throws(DatabaseFailure) in try file.write(content) }
        return name
    }

    /// Writes what `fill` writes under a name, in the place of what may be there.
    func add(
        _ name: BlobName, _ fill: (borrowing OpenFile) throws(DatabaseFailure) -> Void
    ) throws(DatabaseFailure) {
        let root = try root()
        let incoming = try OpenFile(makingFolder: Self.incoming, in: root)
        let shard = try OpenFile(makingFolder: name.shard, in: root)
        // A restore that was ended in the middle may have left a part of it.
        incoming.remove(name.text)
        do {
            let file = try OpenFile(creating: name.text, in: incoming)
            try fill(file)
            if isSynchronous { try file.synchronize() }
            try incoming.move(name.text, to: shard)
            if isSynchronous { try shard.synchronize() }
        } catch {
            incoming.remove(name.text)
            throw error
        }
    }

    /// The content; nil when there is no such file.
    func read(_ name: BlobName) throws(DatabaseFailure) -> [UInt8]? {
        guard let file = try open(name) else { return nil }
        return try file.readAll()
    }

    /// The file, for reading; nil when there is none.
    func open(_ name: BlobName) throws(DatabaseFailure) -> OpenFile? {
        guard let shard = try OpenFile.folder(name.shard, in: root()) else { return nil }
        return try OpenFile.existing(name.text, in: shard)
    }

    func remove(_ name: BlobName) throws(DatabaseFailure) {
        guard let shard = try OpenFile.folder(name.shard, in: root()) else { return }
        shard.remove(name.text)
    }

    /// The files of one of the 256 folders, or of the incoming ones, that were last changed before `time`, in seconds
    /// since 1970.
    func names(in folder: String, before time: Int) throws(DatabaseFailure) -> [BlobName] {
        guard let folder = try OpenFile.folder(folder, in: root()) else { return [] }
        var names: [BlobName] = []
        for name in try folder.names().compactMap(BlobName.init) {
            if let changed = folder.changed(name.text), changed < time { names.append(name) }
        }
        return names
    }

    /// Removes what was left of writes that did not come to their end before `time`. Returns how many.
    func removeIncoming(before time: Int) throws(DatabaseFailure) -> Int {
        let left = try names(in: Self.incoming, before: time)
        let incoming = try OpenFile(makingFolder: Self.incoming, in: root())
        for name in left { incoming.remove(name.text) }
        return left.count
    }
}
