import CPostgreSQL

/// What goes to libpq to begin a connection, and what it says when there is none.
enum ConnectionText {
    /// Begins to connect. The connection is the caller's, who gives it back with `PQfinish`; nil without memory.
    static func start(_ parameters: [(name: String, value: String)]) -> OpaquePointer? {
        withTexts(parameters.map(\.name)) { names in
            withTexts(parameters.map(\.value)) { PQconnectStartParams(names, $0, 0) }
        }
    }

    /// Why a connection is of no use, on one line. libpq never says a password.
    static func failure(_ handle: OpaquePointer?) -> PostgreSQLFailure {
        let said = handle.flatMap { PQerrorMessage($0) }.map { String(cString: $0) } ?? ""
        let lines = said.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0.isWhitespace } }
        return .noConnection(lines.isEmpty ? "no memory for it" : lines.joined(separator: ": "))
    }

    /// Lends texts as a list that ends with none.
    private static func withTexts<Result>(
        _ texts: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>?) -> Result
    ) -> Result {
        let storage = texts.flatMap { Array($0.utf8CString) }
        return storage.withUnsafeBufferPointer { storage in
            var pointers: [UnsafePointer<CChar>?] = []
            var next = 0
            for text in texts {
                pointers.append(storage.baseAddress.map { $0 + next })
                next += text.utf8.count + 1
            }
            pointers.append(nil)
            return pointers.withUnsafeBufferPointer { body($0.baseAddress) }
        }
    }
}
