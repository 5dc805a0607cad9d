import GRDB

/// A selection of letters as the condition of a statement.
struct LetterCondition {
    private(set) var sql = "1"
    private(set) var arguments = StatementArguments()

    init(_ selection: LetterSelection, after number: Int64? = nil) {
        switch selection {
        case .numbers(let numbers):
            // Numbers only, so the text can hold them: there may be more than a statement may have parameters.
            sql = "number IN (\(numbers.map(String.init).joined(separator: ",")))"
        case .matching(let filter):
            add("state = ?", filter.state?.rawValue)
            add("origin = ?", filter.origin)
            add("code = ?", filter.code)
            add("tenant = ?", filter.tenant)
            add("job = ?", filter.job)
            add("failed >= ?", filter.since)
        }
        add("number < ?", number)
    }

    private mutating func add(_ term: String, _ value: (some DatabaseValueConvertible)?) {
        guard let value else { return }
        sql += " AND \(term)"
        arguments += [value]
    }
}
