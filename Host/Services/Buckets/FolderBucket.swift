import HostServiceRequests

/// A bucket that is a folder: `a/b.jpg` is the file `b.jpg` in its folder `a`. For development and tests; it keeps no
/// media types and guesses them from the names. Blocks.
struct FolderBucket: Sendable {
    typealias Reply = Result<[UInt8], ServiceRefusal>

    private let path: String
    /// Most bytes of one file.
    private let limit: Int

    init(path: String, limit: Int) {
        self.path = path
        self.limit = limit
    }

    func answer(_ request: BlobRequest) -> Reply {
        do throws(ServiceRefusal) {
            do throws(FolderFailure) {
                // First, so that a folder that is missing is not taken for an empty one.
                let root = try FolderEntry(root: path)
                switch request {
                case .get(let key): return try get(key, in: root)
                case .put(let put, let content): return .success(try self.put(put.key, content, in: root))
                case .delete(let key): return .success(try delete(key, in: root))
                case .list(let keys): return .success(try FolderListing(root).page(keys))
                }
            } catch {
                throw error.refusal
            }
        } catch {
            return .failure(error)
        }
    }

    private func get(_ key: String, in root: borrowing FolderEntry) throws(FolderFailure) -> Reply {
        let (folders, name) = Self.parts(key)
        do throws(FolderFailure) {
            let folder = try Self.folder(folders[...], in: root)
            guard let content = try FolderEntry.file(name, in: folder).read(most: limit) else {
                return .failure(.reject("blobs.too_large", "the file has more than \(limit >> 20) MiB"))
            }
            return .success(BlobReply.content(content, mediaType: FileMediaType.of(name)))
        } catch .absent {
            return .success(BlobReply.absent)
        }
    }

    /// Writes a file beside the old one, then takes its place: a reader sees one or the other.
    private func put(
        _ key: String, _ content: ArraySlice<UInt8>, in root: borrowing FolderEntry
    ) throws(FolderFailure) -> [UInt8] {
        let (folders, name) = Self.parts(key)
        guard !name.isEmpty, !name.hasPrefix(FolderListing.unfinished), !folders.contains("") else { throw .refused }
        let folder = try Self.folder(making: folders[...], in: root)
        let unfinished = FolderListing.unfinished + String(UInt64.random(in: 0 ... .max), radix: 16)
        do throws(FolderFailure) {
            try FolderEntry(creating: unfinished, in: folder).write(content)
            try folder.rename(unfinished, to: name)
        } catch {
            try? folder.remove(unfinished)
            throw error
        }
        return BlobReply.stored(size: content.count)
    }

    private func delete(_ key: String, in root: borrowing FolderEntry) throws(FolderFailure) -> [UInt8] {
        let (folders, name) = Self.parts(key)
        do throws(FolderFailure) {
            let folder = try Self.folder(folders[...], in: root)
            guard case .file? = folder.kind(name) else { return BlobReply.deleted(false) }
            try folder.remove(name)
            return BlobReply.deleted(true)
        } catch .absent {
            return BlobReply.deleted(false)
        }
    }

    // MARK: Paths

    private static func parts(_ key: String) -> (folders: [String], name: String) {
        // By bytes: a character of Swift may hold a slash and a mark that combines with it.
        let parts = key.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { String(Substring($0)) }
        return (Array(parts.dropLast()), parts.last ?? "")
    }

    private static func folder(
        _ names: ArraySlice<String>, in parent: borrowing FolderEntry
    ) throws(FolderFailure) -> FolderEntry {
        guard let first = names.first else { return try FolderEntry(folder: ".", in: parent) }
        guard !first.isEmpty else { throw .absent }
        return try folder(names.dropFirst(), in: FolderEntry(folder: first, in: parent))
    }

    private static func folder(
        making names: ArraySlice<String>, in parent: borrowing FolderEntry
    ) throws(FolderFailure) -> FolderEntry {
        guard let first = names.first else { return try FolderEntry(folder: ".", in: parent) }
        return try folder(making: names.dropFirst(), in: FolderEntry(makingFolder: first, in: parent))
    }
}
