/// A place in a configuration file.
public struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
    /// The file's name as the operator wrote it.
    public let file: String
    /// Counted from 1; 0 means the file as a whole.
    public let line: Int
    /// Counted from 1 in Unicode scalars; 0 when `line` is 0.
    public let column: Int

    public init(file: String, line: Int, column: Int) {
        self.file = file
        self.line = line
        self.column = column
    }

    /// The file as a whole.
    public init(file: String) {
        self.init(file: file, line: 0, column: 0)
    }

    /// `plugins.yaml:12:5`, the form that editors and terminals turn into a link.
    public var description: String {
        line == 0 ? file : "\(file):\(line):\(column)"
    }
}
