import PluginSDK

/// A text with places for what a command says: `omr:{tenantSlug}:{jobId}:{imageIndex}`.
public struct CommandTemplate: SettingValue, ExpressibleByStringLiteral, Equatable {
    let text: String

    public init(stringLiteral text: String) { self.text = text }

    /// The text for one command.
    func filled(for command: GradingCommand) -> String {
        var text = text
        for (name, value) in command.places {
            text = text.split(separator: "{\(name)}", omittingEmptySubsequences: false).joined(separator: value)
        }
        return text
    }

    public static var unset: CommandTemplate { "" }
    public static var schema: JSONValue { ["type": "string", "minLength": 1] }
    public var json: JSONValue { .string(text) }

    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> CommandTemplate? {
        guard let text = String.read(json, at: pointer, problems: &problems) else { return nil }
        let pieces = text.split(separator: "{", omittingEmptySubsequences: false).map(String.init)
        let isWhole =
            !text.isEmpty && !(pieces.first ?? "").contains("}")
            && pieces.dropFirst().allSatisfy { piece in
                let parts = piece.split(separator: "}", omittingEmptySubsequences: false)
                return parts.count == 2 && GradingCommand.placeNames.contains(String(parts[0]))
            }
        if isWhole { return CommandTemplate(stringLiteral: text) }
        let known = GradingCommand.placeNames.map { "{\($0)}" }.joined(separator: ", ")
        problems.append(
            SettingProblem(
                code: "setting.format", pointer: pointer,
                message: "found \(json.text), needs a text whose places are of \(known)"))
        return nil
    }
}
