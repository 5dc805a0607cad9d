import FoundationEssentials

/// A request of `sql.query/1` as JSON. Not by an encoder: that writes the double 1.0 as `1`, a whole number to the host.
enum DatabaseRequest {
    /// - Throws: `EncodingError` for a number that is none: JSON has no word for it.
    static func text(database: String, _ statements: [SQLStatement], _ options: SQLOptions) throws -> String {
        var members = ["\"database\":\(JSONValue.string(database).text)"]
        if let limit = options.rowLimit { members.append("\"max_rows\":\(limit)") }
        if options.isReadOnly { members.append("\"read_only\":true") }
        members.append("\"statements\":[\(try statements.map(text).joined(separator: ","))]")
        if let tenant = options.tenant { members.append("\"tenant\":\(JSONValue.string(tenant).text)") }
        if let timeout = options.timeout { members.append("\"timeout_ms\":\(timeout.lifetimeMilliseconds)") }
        return "{\(members.joined(separator: ","))}"
    }

    private static func text(_ statement: SQLStatement) throws -> String {
        let parameters = try statement.parameters.map(text).joined(separator: ",")
        return "{\"parameters\":[\(parameters)],\"sql\":\(JSONValue.string(statement.sql).text)}"
    }

    private static func text(_ value: SQLValue) throws -> String {
        switch value {
        case .number(let number):
            guard number.isFinite else {
                throw EncodingError.invalidValue(
                    number, .init(codingPath: [], debugDescription: "A parameter is no finite number: send it as text"))
            }
            // Always with a point or an exponent.
            return number.description
        case .bytes: return "{\"base64\":\(value.json.text)}"
        default: return value.json.text
        }
    }
}
