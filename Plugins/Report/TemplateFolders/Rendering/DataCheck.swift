import Templates

/// What is asked of every report's data before a template sees it.
enum DataCheck {
    /// Names that templates get from elsewhere.
    static let reserved = ["t", "theme", "assets"]

    /// Everything that is wrong; none for data that can be rendered.
    static func problems(in data: TemplateValue, schema: DataSchema?) -> [DataProblem] {
        guard let members = data.members else {
            return [DataProblem(pointer: [], message: "a report's data is an object, found \(data.phrase)")]
        }
        let taken = members.map(\.0).filter(reserved.contains).map {
            DataProblem(pointer: [$0], message: "is a name that templates have from elsewhere; call it otherwise")
        }
        return taken + (schema?.problems(in: data) ?? [])
    }
}
