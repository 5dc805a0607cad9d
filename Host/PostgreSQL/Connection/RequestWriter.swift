import CPostgreSQL

/// Puts the statements of a request on the wire, each prepared once on a connection. Every function returns false when
/// the connection is of no use any more.
struct RequestWriter {
    /// Borrowed: a connection in pipeline mode.
    let handle: OpaquePointer?

    /// All of a request, without the mark that ends it; what was sent is noted in `exchange`.
    func write(_ exchange: inout Exchange, preparing statements: inout PreparedStatements, now: UInt64) -> Bool {
        let request = exchange.pending.request
        // The connection's own may come into a transaction that has failed, where nothing else is possible.
        if !exchange.isOwn {
            for name in statements.takeUnneeded() where !write("DEALLOCATE \(name)", &exchange) { return false }
        }
        if case .block(let isReadOnly) = request.transaction {
            guard write(isReadOnly ? "BEGIN READ ONLY" : "BEGIN", &exchange) else { return false }
            let settings = settings(of: exchange.pending, now: now)
            guard write(settings, as: .command, &exchange, &statements) else { return false }
        }
        for (index, statement) in request.statements.enumerated() {
            guard write(statement, as: .statement(index), &exchange, &statements) else { return false }
        }
        return request.transaction == .implicit || write("COMMIT", &exchange)
    }

    /// What holds in this transaction alone: the time that is left, and what the request says.
    private func settings(of pending: PendingRequest, now: UInt64) -> PostgreSQLStatement {
        let left = Duration.nanoseconds(Int64(clamping: pending.deadline > now ? pending.deadline - now : 0))
        let settings = [(name: "statement_timeout", value: String(left.wholeMilliseconds))] + pending.request.settings
        let calls = settings.indices.map { "set_config($\($0 * 2 + 1), $\($0 * 2 + 2), true)" }
        return PostgreSQLStatement(
            "SELECT " + calls.joined(separator: ", "), settings.flatMap { [.text($0.name), .text($0.value)] })
    }

    private func write(_ command: String, _ exchange: inout Exchange) -> Bool {
        exchange.sent(.command)
        return PQsendQueryParams(handle, command, 0, nil, nil, nil, nil, 0) == 1
    }

    private func write(
        _ statement: PostgreSQLStatement, as step: Exchange.Step, _ exchange: inout Exchange,
        _ statements: inout PreparedStatements
    ) -> Bool {
        let format: Int32 = statement.isBinary ? 1 : 0
        let text = statement.text
        guard text.utf8.count <= PreparedStatements.textLimit else {
            exchange.sent(step)
            return ParameterList(statement.parameters).withPointers { count, values, lengths, formats in
                PQsendQueryParams(handle, text, count, nil, values, lengths, formats, format) == 1
            }
        }
        let key = Array(text.utf8)
        let name: String
        if let known = statements.name(of: key) {
            name = known
        } else {
            name = statements.add(key)
            exchange.sent(.prepare(key))
            guard PQsendPrepare(handle, name, text, 0, nil) == 1 else { return false }
        }
        exchange.sent(step)
        return ParameterList(statement.parameters).withPointers { count, values, lengths, formats in
            PQsendQueryPrepared(handle, name, count, values, lengths, formats, format) == 1
        }
    }
}
