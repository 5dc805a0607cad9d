import Glibc

/// A private copy of a plugin's file, named by its content: what is loaded stays the same whatever happens to the
/// original.
public struct StagedImage: Sendable {
    /// SHA-256 of the content, in lower-case hexadecimal.
    public let hash: String
    /// The private copy.
    public let path: String
    /// The file that the operator knows.
    public let original: String
    public let facts: ImageFacts
}

/// The host's private copies of images.
///
/// A copy loses `$ORIGIN`: a library that lies beside the original is not found, which the probe tells by name.
public struct ImageStore: Sendable {
    private let directory: String
    private let demands: HostDemands

    /// - Parameter directory: made when needed, with rights for the host's user alone.
    public init(directory: String) {
        self.init(directory: directory, demands: HostDemands())
    }

    init(directory: String, demands: HostDemands) {
        self.directory = directory
        self.demands = demands
    }

    /// Reads a file once, checks it and keeps a copy, or finds the copy made before. Blocks; any thread.
    /// - Throws: when the file does not meet the host's demands, still changes, or cannot be copied.
    public func stage(_ original: String) throws(ImageRefusal) -> StagedImage {
        let file = try ImageFile(path: original)
        let facts = try ImageFacts(of: file)
        try demands.check(facts)
        let hash = ContentHash.of(file.bytes)
        let name = String(original.split(separator: "/").last ?? "image.so")
        do throws(PrivateFolder.Failure) {
            let folder = try PrivateFolder(creating: "\(directory)/\(hash)")
            let path = "\(folder.path)/\(name)"
            // A copy that is there is used as it is, for it may be loaded: another in its place would be loaded again.
            if !Self.holds(path, file.bytes) { try folder.write(file.bytes, to: name, mode: 0o500) }
            return StagedImage(hash: hash, path: path, original: original, facts: facts)
        } catch {
            throw .notStored(original, reason: error.reason)
        }
    }

    /// Compared in full: a power failure can leave a file of the right length and other content.
    private static func holds(_ path: String, _ bytes: [UInt8]) -> Bool {
        do throws(ImageRefusal) {
            let copy = try ImageFile(path: path).bytes
            return copy.count == bytes.count && memcmp(copy, bytes, bytes.count) == 0
        } catch {
            return false
        }
    }
}
