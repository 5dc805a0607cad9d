import CPluginABI
import Glibc

/// Opens an image in this process and asks its entry for the table. Used by the probe's child and by the host alike, so
/// that what the child accepted means the same in the host.
struct PluginEntry {
    static let symbol = PROCTOR_ENTRY_SYMBOL

    /// What can go wrong, for the caller to put into a refusal.
    enum Defect: Error, Equatable {
        /// The loader's own words.
        case notLoaded(String)
        case noEntry
        case noTable
        case badTable(String)
    }

    let table: PluginTable

    /// Loads the image for good: it is never unloaded, for Swift and thread-local code cannot be.
    init(path: String) throws(Defect) {
        guard let handle = dlopen(path, RTLD_NOW | RTLD_LOCAL | RTLD_NODELETE) else {
            throw .notLoaded(dlerror().map { String(cString: $0) } ?? "no reason given")
        }
        guard let address = dlsym(handle, Self.symbol) else { throw .noEntry }
        let entry = unsafeBitCast(address, to: (@convention(c) () -> UnsafePointer<proctor_plugin>?).self)
        guard let first = entry() else { throw .noTable }
        guard entry() == first else { throw .badTable("that is another one at the second call of the entry") }
        table = try PluginTable(first)
    }
}
