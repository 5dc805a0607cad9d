/// One value of a row or a parameter.
///
/// Parameters have no type of their own: the server infers it from the statement, so `42` fits any number column, and
/// text fits a `timestamptz`, `numeric`, `jsonb` or `uuid`.
public enum PostgreSQLValue: Sendable, Equatable {
    case null
    case bool(Bool)
    case int(Int64)
    case double(Double)
    /// Also what has no type here: `numeric`, times, `jsonb`, `uuid`, arrays, in the server's own spelling.
    case text(String)
    /// As a parameter it is sent in binary form: `bytea`, or the binary form of whatever type the statement wants.
    case bytes([UInt8])
}
