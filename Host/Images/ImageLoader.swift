import Synchronization

/// Loads images into this process. One loader per process; images that are loaded stay.
public final class ImageLoader: Sendable {
    /// One at a time: constructors of two plugins never run at once, and `dlerror` belongs to its `dlopen`.
    private let images = Mutex<[String: LoadedImage]>([:])

    public init() {}

    /// How many images this process holds for good.
    public var retainedImages: Int { images.withLock { $0.count } }

    /// Loads a staged image, or finds it loaded. Runs its constructors and its entry, so probe it in a child before.
    /// Blocks; any thread.
    public func load(_ staged: StagedImage) throws(ImageRefusal) -> LoadedImage {
        try images.withLock { images throws(ImageRefusal) in
            if let image = images[staged.path] { return image }
            let entry: PluginEntry
            do throws(PluginEntry.Defect) {
                entry = try PluginEntry(path: staged.path)
            } catch {
                throw .defect(error, of: staged.original, copy: staged.path)
            }
            let image = try LoadedImage(staged: staged, table: entry.table)
            images[staged.path] = image
            return image
        }
    }
}

extension ImageRefusal {
    /// - Parameters:
    ///   - file: the file that the operator knows.
    ///   - copy: the path that was loaded, which the loader's words name.
    static func defect(_ defect: PluginEntry.Defect, of file: String, copy: String) -> Self {
        switch defect {
        case .noEntry: .noEntry(file)
        case .noTable: .noTable(file)
        case .badTable(let reason): .badTable(file, reason: reason)
        case .notLoaded(let words): LoaderComplaint(words).refusal(of: file, copy: copy)
        }
    }
}
