import PluginSDK

/// What was amiss with JSON and could be put right without a doubt of what was meant. None of these changes a value:
/// quotes, names, numbers and brackets that are missing or wrong stay wrong.
public enum JSONRepair: String, Sendable, Hashable, CaseIterable, Comparable {
    /// U+FEFF before it.
    case byteOrderMark = "byte_order_mark"
    /// Marks of Markdown around it: ``` or ```json.
    case fence
    /// Text before or after it.
    case prose
    /// A comma behind the last member or element.
    case trailingComma = "trailing_comma"
    /// `//` to the end of the line, or `/* */`.
    case comment
    /// A line break or tab that stands in a string as it is, and not as `\n` or `\t`.
    case rawLineBreak = "raw_line_break"

    public static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// JSON that was found in a text.
public struct RepairedJSON: Sendable, Hashable {
    public var value: JSONValue
    /// Sorted, each once; empty: it was JSON as it is. For the log.
    public var repairs: [JSONRepair]
    /// Bytes that it takes in the text.
    public var length: Int
}

extension JSONRepair {
    /// The JSON in a model's text, whatever its form; nil where there is none, or no telling which.
    ///
    /// Of several, the largest is taken. With a schema, `StructuredReply` chooses better.
    public static func value(in text: String) -> RepairedJSON? {
        guard let candidates = try? candidates(in: text).get(), let largest = candidates.map(\.length).max() else {
            return nil
        }
        let most = candidates.filter { $0.length == largest }
        return Set(most.map(\.value)).count == 1 ? most.first : nil
    }

    /// Every object and list in a text that lies in no other one, in their order; those in fences alone, where there
    /// are any. A text that is JSON as a whole is the only one, and may be of any kind.
    ///
    /// - Returns: at least one; or why there is none to be trusted: none at all, one that is cut off or broken.
    public static func candidates(in text: String) -> Result<[RepairedJSON], ReplyProblem> {
        var finder = JSONFinder(Array(text.utf8))
        return finder.find()
    }
}
