import HostServiceRequests

/// The files of a bucket that is a folder, as a list of keys.
struct FolderListing: ~Copyable {
    /// What the names of files begin with that are still being written.
    static let unfinished = ".proctor-"
    /// Most files that a list looks at: it has to see all of them to put them in order.
    private static let most = 100_000
    /// Deepest folder; each one on the way is held open.
    private static let deepest = 32

    private var entries: [BlobReply.Entry] = []
    private var seen = 0

    /// - Parameter root: the bucket's folder.
    init(_ root: borrowing FolderEntry) throws(FolderFailure) { try look(in: root, path: "", depth: 0) }

    private mutating func look(in folder: borrowing FolderEntry, path: String, depth: Int) throws(FolderFailure) {
        for name in try folder.names() where !name.hasPrefix(Self.unfinished) {
            seen += 1
            guard seen <= Self.most else { return }
            let key = path + name
            switch folder.kind(name) {
            case .file(let size):
                // A key that no request could name is not shown.
                guard (try? ServiceKey.checked(key)) != nil else { continue }
                entries.append(BlobReply.Entry(key: key, size: size, mediaType: FileMediaType.of(name)))
            case .folder:
                guard depth < Self.deepest, let inner = try? FolderEntry(folder: name, in: folder) else { continue }
                try look(in: inner, path: key + "/", depth: depth + 1)
            case nil: continue
            }
        }
    }

    consuming func page(_ keys: KeyListing) throws(FolderFailure) -> [UInt8] {
        guard seen <= Self.most else { throw .crowded }
        let found = entries.filter {
            $0.key.utf8.starts(with: keys.prefix.utf8) && keys.after.utf8.lexicographicallyPrecedes($0.key.utf8)
        }.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        let page = Array(found.prefix(keys.limit))
        return BlobReply.page(page, next: page.count < found.count ? page.last?.key : nil)
    }
}
