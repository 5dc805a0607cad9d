/// What may stand at one place of plugins.yaml. The readers, the JSON Schema and the effective configuration all go
/// by it, so that they cannot disagree.
indirect enum SettingShape: Sendable {
    /// - Parameter pattern: a regular expression (ECMA 262) for editors; the reader's own check may ask for more.
    case text(pattern: String?)
    case integer(ClosedRange<Int>)
    case number(ClosedRange<Double>)
    case boolean
    /// A time with its unit: `30s`.
    case duration(ClosedRange<Duration>)
    /// A number of bytes with its unit: `20MiB`.
    case size(ClosedRange<Int>)
    case choice([String])
    /// Text that is never shown.
    case secret
    /// An address that may carry credentials, which are never shown.
    case url
    /// Where something is kept: one of the schemes, a colon, and a path or an address that may carry credentials, which
    /// are never shown.
    case location([String])
    case list(SettingShape)
    /// One, or a list of them.
    case oneOrMore(SettingShape)
    case mapping(MappingShape)
    /// A mapping whose keys are names that the operator chooses.
    case named(SettingShape)
    /// A mapping of names of HTTP headers to values, which are never shown.
    case headers
    /// A mapping with any content.
    case anything
    /// The settings of a processor, which its plugin describes.
    case settings
}

/// The keys of one mapping.
struct MappingShape: Sendable {
    let keys: [KeyEntry]
    /// The key that plain text stands for, where text takes the mapping's place: `listen: 127.0.0.1:80`.
    var short: String?
    /// A word that takes the mapping's place and says something of its own: `auth: none`.
    var word: String?
    /// Of each group exactly one key is written.
    var choices: [[String]] = []

    subscript(name: String) -> KeyEntry? { keys.first { $0.name == name } }

    /// The keys that can be written.
    var available: [KeyEntry] { keys.filter { $0.unavailable == nil } }
}

/// One key of a mapping, for people and programs.
struct KeyEntry: Sendable {
    /// What holds when the key is not written.
    enum Absence: Sendable {
        /// A problem.
        case refused
        /// Nothing: there is no such thing then.
        case nothing
        /// A value, as it would be written.
        case value(String)
        /// What the keys below it have as defaults.
        case parts
        /// What the summary says: it depends on other keys.
        case derived
    }

    let name: String
    let shape: SettingShape
    let absence: Absence
    /// A value as it might be written.
    let example: String
    /// What it is for, one sentence.
    let summary: String
    /// Why it cannot be written here, if so: `is not available in this version`.
    var unavailable: String?
    /// What to do instead.
    var remedy = "remove it"
}
