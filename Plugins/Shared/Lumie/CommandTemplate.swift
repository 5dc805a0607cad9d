import PluginSDK

/// A text with places for what a command says: `omr:{tenantSlug}:{jobId}:{imageIndex}`.
public struct CommandTemplate<Place: ContractFields>: SettingValue, ExpressibleByStringLiteral, Equatable {
    public let text: String

    public init(stringLiteral text: String) { self.text = text }

    /// The text with its places filled. What looks like a place in a value is none.
    public func filled(_ value: (Place) -> String) -> String {
        guard let (first, places) = Self.pieces(of: text) else { return text }
        return places.reduce(into: first) { filled, piece in filled += value(piece.place) + piece.rest }
    }

    public static var unset: CommandTemplate { "" }
    public static var schema: JSONValue { ["type": "string", "minLength": 1] }
    public var json: JSONValue { .string(text) }

    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> CommandTemplate? {
        guard let text = String.read(json, at: pointer, problems: &problems) else { return nil }
        if !text.isEmpty, pieces(of: text) != nil { return CommandTemplate(stringLiteral: text) }
        let known = Place.allCases.map { "{\($0.rawValue)}" }.joined(separator: ", ")
        problems.append(
            SettingProblem(
                code: "setting.format", pointer: pointer,
                message: "found \(json.text), needs a text whose places are of \(known)"))
        return nil
    }

    /// What stands before the first place, and each place with what follows it; nil where a brace has no partner or
    /// holds no place.
    private static func pieces(of text: String) -> (first: String, places: [(place: Place, rest: String)])? {
        let pieces = text.split(separator: "{", omittingEmptySubsequences: false)
        guard let first = pieces.first, !first.contains("}") else { return nil }
        var places: [(place: Place, rest: String)] = []
        for piece in pieces.dropFirst() {
            let parts = piece.split(separator: "}", omittingEmptySubsequences: false)
            guard parts.count == 2, let place = Place(rawValue: String(parts[0])) else { return nil }
            places.append((place, String(parts[1])))
        }
        return (String(first), places)
    }
}
