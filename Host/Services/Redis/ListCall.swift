import HostRedis
import HostServiceRequests

/// The arguments of ``StoreScripts/list``, and what it returns.
struct ListCall {
    /// Most bytes of values in one page, but for one value.
    private static let page = 4 << 20

    let arguments: RedisCommand
    private let withValues: Bool

    init(_ request: StoreList, prefix: String, processor: String) {
        var arguments = RedisCommand(prefix, processor)
        arguments.add(Self.start(prefix: request.keys.prefix, after: request.keys.after))
        arguments.add(request.keys.prefix)
        arguments.add(Int64(request.keys.limit))
        arguments.add(request.withValues ? "1" : "0")
        arguments.add(Int64(Self.page))
        self.arguments = arguments
        withValues = request.withValues
    }

    /// Where a list begins, as ZRANGEBYLEX has it: at the prefix, or behind a key that comes later. Compared here by
    /// bytes: Lua's comparison follows the server's locale.
    static func start(prefix: String, after: String) -> String {
        if !after.isEmpty, !after.utf8.lexicographicallyPrecedes(prefix.utf8) { return "(" + after }
        return prefix.isEmpty ? "-" : "[" + prefix
    }

    func page(_ reply: RedisValue) throws(ServiceRefusal) -> ReplyDocument {
        guard let parts = reply.elements, parts.count == 2, let entries = parts[1].elements,
            entries.count.isMultiple(of: 2)
        else { throw .unexpected }
        var documents: [ReplyDocument] = []
        for index in stride(from: 0, to: entries.count, by: 2) {
            guard let key = entries[index].string, let value = entries[index + 1].content else { throw .unexpected }
            var entry = ReplyDocument()
            entry.add("key", key)
            if withValues { entry.add("value", base64: value) }
            documents.append(entry)
        }
        var page = ReplyDocument()
        page.add("entries", documents)
        if let next = parts[0].string { page.add("next", next) }
        return page
    }
}
