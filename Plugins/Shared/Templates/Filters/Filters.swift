/// What `value|name(arguments)` does.
typealias Filter = @Sendable (Value, Arguments, CallSite) throws(TemplateError) -> Value

/// All filters by their names.
enum Filters {
    static let table: [String: Filter] = {
        var table: [String: Filter] = [:]
        for part in [text, layout, markup, numbers, sequences, selections, attributes] {
            table.merge(part) { first, _ in first }
        }
        return table
    }()

    static let names = table.keys.sorted()

    static func named(_ name: String) throws(TemplateError) -> Filter {
        if let filter = table[name] { return filter }
        let near = NearMiss.of(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw TemplateError(.value, "there is no filter '\(name)'" + near)
    }

    /// Text that keeps its kind: markup stays markup, as Jinja2's `soft_str`.
    static func changed(_ value: Value, _ run: Run, _ change: (String) -> String)
        throws(TemplateError) -> Value
    {
        let text = try value.printed(run)
        try run.willMake(bytes: text.utf8.count)
        return value.isMarkup ? .markup(change(text)) : .string(change(text))
    }
}
