/// A folder whose files are jobs: a scanner's output.
public struct FolderBinding: Sendable, Hashable {
    public var path: String
    /// Names that are taken, with `*` and `?`; empty means all but those that begin with a dot.
    public var patterns: [String] = []
    /// How long a file has to stay as it is before it is taken.
    public var settle = Duration.seconds(2)
    /// Where files go that are done, and those that failed for good. `done` and `failed` below `path` by default.
    public var done: String
    public var failed: String
    /// Whether the answer is kept beside the file that is done, as `NAME.json` or with the ending of its media type.
    public var keepsAnswers = true
    public var retry = RetryPolicy()

    public init(path: String) {
        self.path = path
        done = path + "/done"
        failed = path + "/failed"
    }
}
