/// A file that a plugin reads when it is made: the host counts the file's content as part of the settings, so that a
/// reload notices when it has changed though plugins.yaml has not. Of a folder the files directly in it count.
///
/// The text need not be a path: a setting may take a built-in name or a path.
public struct FileSetting: SettingValue, ExpressibleByStringLiteral, Sendable, Equatable {
    public var path: String

    public init(_ path: String) { self.path = path }
    public init(stringLiteral value: String) { path = value }

    public static var unset: FileSetting { "" }
    public static var schema: JSONValue { ["type": "string", "format": "path"] }
    public var json: JSONValue { .string(path) }

    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> FileSetting? {
        String.read(json, at: pointer, problems: &problems).map { FileSetting($0) }
    }
}
