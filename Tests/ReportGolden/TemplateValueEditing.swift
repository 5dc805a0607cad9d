import Templates

extension TemplateValue {
    var text: String? {
        if case .string(let text) = self { text } else { nil }
    }

    /// The same with another value at a path of members: `["student", "name"]`.
    func replacing(_ path: [String], with value: TemplateValue) -> TemplateValue {
        guard let name = path.first else { return value }
        guard case .dictionary(var members) = self else { return self }
        members[name] = (members[name] ?? .none).replacing(Array(path.dropFirst()), with: value)
        return .dictionary(members)
    }
}
