/// What a template folder may hold. A folder beyond it is refused before its files are read.
public struct FolderLimits: Sendable, Hashable {
    /// Files of one folder.
    public var files = 256
    /// Bytes of one file.
    public var fileBytes = 4 << 20
    /// Bytes of all files of one folder.
    public var folderBytes = 16 << 20
    /// Folders on the shelf.
    public var folders = 256
    /// Bytes of versions that are served no more, of all folders; each counts as 1 MiB at least.
    public var earlierBytes = 256 << 20

    public init() {}
}
