import HostDispatch
import HostObservability

/// Makes the payload of a request without a body from its parameters, as the operation's input has them typed.
enum ParameterPayload {
    /// A value that is not of its member's kind.
    struct Misfit: Error, Equatable {
        let parameter: String
        let kind: RouteInput.Kind

        var message: String {
            switch kind {
            case .string: "the parameter \(parameter) must be text"
            case .number: "the parameter \(parameter) must be a number"
            case .integer: "the parameter \(parameter) must be a whole number"
            case .boolean: "the parameter \(parameter) must be true or false"
            }
        }
    }

    /// The JSON object. Parameters that the input does not know are left out; capital letters in a member's name make
    /// no difference, as they make none in a parameter's.
    static func json(_ parameters: RequestParameters, input: RouteInput) -> Result<[UInt8], Misfit> {
        var members: [(String, String)] = []
        for (member, kind) in input.members.sorted(by: { $0.key < $1.key }) {
            guard let value = parameters[member.lowercased()] else { continue }
            guard let text = text(value, kind) else { return .failure(Misfit(parameter: member, kind: kind)) }
            members.append((member, text))
        }
        return .success(Array(JSONText.object(members).utf8))
    }

    private static func text(_ value: String, _ kind: RouteInput.Kind) -> String? {
        switch kind {
        case .string: JSONText.quoted(value)
        case .integer: Int64(value).map { String($0) }
        case .number: number(value)
        case .boolean: value == "true" || value == "false" ? value : nil
        }
    }

    /// The same text when it is a JSON number (RFC 8259, section 6) that is finite.
    private static func number(_ value: String) -> String? {
        var rest = value.utf8[...]
        func digits() -> Substring.UTF8View.SubSequence {
            let run = rest.prefix { (0x30...0x39).contains($0) }
            rest = rest[run.endIndex...]
            return run
        }
        func skip(_ wanted: String.UTF8View) -> Bool {
            guard let first = rest.first, wanted.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        _ = skip("-".utf8)
        let whole = digits()
        guard !whole.isEmpty, whole.count == 1 || whole.first != 0x30 else { return nil }
        if skip(".".utf8), digits().isEmpty { return nil }
        if skip("eE".utf8) {
            _ = skip("+-".utf8)
            if digits().isEmpty { return nil }
        }
        guard rest.isEmpty, let double = Double(value), double.isFinite else { return nil }
        return value
    }
}
