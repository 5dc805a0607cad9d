/// What became of one statement.
public struct SQLResult: Sendable, Hashable {
    public let columns: [String]
    public let rows: [SQLRow]
    /// Rows that were inserted, changed or deleted.
    public let affected: Int
    /// There were more rows than the operator, or the request, allows.
    public let isTruncated: Bool

    public init(columns: [String] = [], rows: [[SQLValue]] = [], affected: Int = 0, isTruncated: Bool = false) {
        self.columns = columns
        self.rows = rows.map { SQLRow(columns: columns, values: $0) }
        self.affected = affected
        self.isTruncated = isTruncated
    }

    /// All rows as values of a type whose members are called as the columns. - Throws: `DecodingError`.
    public func decode<Row: Decodable>(as type: Row.Type) throws -> [Row] { try rows.map { try $0.decode(as: type) } }
}

/// One row; its values stand under the names of the columns, the last where two are called alike.
public struct SQLRow: Sendable, Hashable {
    public let columns: [String]
    public let values: [SQLValue]

    init(columns: [String], values: [SQLValue]) {
        self.columns = columns
        self.values = values
    }

    /// The value of a column, `.null` included; nil when there is no such column.
    public subscript(column: String) -> SQLValue? {
        guard let index = columns.lastIndex(of: column), index < values.count else { return nil }
        return values[index]
    }

    /// The value of a column as a type; nil for null. - Throws: `DecodingError`, also when there is no such column.
    public func get<Value: Decodable>(_ column: String, as type: Value.Type) throws -> Value? {
        guard let value = self[column] else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "There is no column \(column), but \(columns)"))
        }
        return value == .null ? nil : try Self.decode(type, value.json)
    }

    /// - Throws: `DecodingError`.
    public func decode<Row: Decodable>(as type: Row.Type) throws -> Row {
        try Self.decode(type, .object(Dictionary(zip(columns, values.map(\.json))) { _, last in last }))
    }

    private static func decode<Value: Decodable>(_ type: Value.Type, _ json: JSONValue) throws -> Value {
        try StoredJSON.decode(type, Array(json.text.utf8))
    }
}

extension SQLResult: Codable {
    private enum Member: String, CodingKey { case columns, rows, affected, truncated }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Member.self)
        self.init(
            columns: try container.decode([String].self, forKey: .columns),
            rows: try container.decode([[SQLValue]].self, forKey: .rows),
            affected: try container.decodeIfPresent(Int.self, forKey: .affected) ?? 0,
            isTruncated: try container.decodeIfPresent(Bool.self, forKey: .truncated) ?? false)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Member.self)
        try container.encode(columns, forKey: .columns)
        try container.encode(rows.map(\.values), forKey: .rows)
        try container.encode(affected, forKey: .affected)
        if isTruncated { try container.encode(true, forKey: .truncated) }
    }
}
