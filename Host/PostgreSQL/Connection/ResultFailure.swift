import CPostgreSQL

extension PostgreSQLFailure {
    /// What the server said. `result` is borrowed until return.
    init(_ result: OpaquePointer) {
        // libpq names the fields by characters (postgres_ext.h).
        func field(_ code: Unicode.Scalar) -> String? {
            PQresultErrorField(result, Int32(code.value)).map { String(cString: $0) }
        }
        guard let sqlstate = field("C") else {
            // libpq's own: the connection was lost.
            self.init(.unreachable, "the connection was lost before the answer came: what was asked may have happened")
            return
        }
        self.init(sqlstate: sqlstate, message: field("M") ?? "", place: field("P").flatMap { Int($0) })
    }
}
