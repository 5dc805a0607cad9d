import HostDispatch
import HostRedis
import HostServiceRequests

/// Each request as one command, and its reply as the service's answer.
extension RedisStore {
    typealias Reply = @Sendable (ServiceAnswer) -> Void

    /// A plain GET: a value is found whoever wrote it.
    func get(_ key: String, _ caller: ServiceCaller, _ reply: @escaping Reply) {
        client.send(RedisCommand("GET", "\(prefix)\(caller.processor):\(key)")) { result in
            Self.answer(reply, result) { (value) throws(ServiceRefusal) in
                var document = ReplyDocument()
                if let content = value.content { document.add("value", base64: content) }
                return document
            }
        }
    }

    func put(_ request: StorePut, _ caller: ServiceCaller, _ reply: @escaping Reply) {
        var call = WriteCall(prefix: prefix, caller: caller.naming(request.tenant))
        call.add(request.write)
        run(call, reply) { _, _ in }
    }

    func delete(_ key: String, _ caller: ServiceCaller, _ reply: @escaping Reply) {
        var call = WriteCall(prefix: prefix, caller: caller)
        call.remove(key)
        run(call, reply) { $0.add("deleted", $1.removed > 0) }
    }

    func swap(_ request: StoreSwap, _ caller: ServiceCaller, _ reply: @escaping Reply) {
        var call = WriteCall(
            prefix: prefix, caller: caller.naming(request.tenant), checks: [(request.write.key, request.old)],
            wantsFound: true)
        call.add(request.write)
        run(call, reply) { document, outcome in
            document.add("swapped", outcome.isCommitted)
            let value = outcome.isCommitted ? request.write.value : outcome.found
            if let value { document.add("value", base64: value) }
        }
    }

    func transact(_ request: StoreTransact, _ caller: ServiceCaller, _ reply: @escaping Reply) {
        var call = WriteCall(
            prefix: prefix, caller: caller.naming(request.tenant),
            checks: request.checks.map { ($0.key, $0.value) })
        for write in request.writes { call.add(write) }
        run(call, reply) { $0.add("committed", $1.isCommitted) }
    }

    func list(_ request: StoreList, _ caller: ServiceCaller, _ reply: @escaping Reply) {
        let call = ListCall(request, prefix: prefix, processor: caller.processor)
        client.run(StoreScripts.list, arguments: call.arguments) { result in
            Self.answer(reply, result) { (value) throws(ServiceRefusal) in try call.page(value) }
        }
    }

    private func run(
        _ call: WriteCall, _ reply: @escaping Reply,
        _ fill: @escaping @Sendable (inout ReplyDocument, WriteCall.Outcome) -> Void
    ) {
        client.run(StoreScripts.write, arguments: call.arguments) { result in
            Self.answer(reply, result) { (value) throws(ServiceRefusal) in
                var document = ReplyDocument()
                fill(&document, try WriteCall.Outcome(value))
                return document
            }
        }
    }

    private static func answer(
        _ reply: Reply, _ result: Result<RedisValue, RedisFailure>,
        _ document: (RedisValue) throws(ServiceRefusal) -> ReplyDocument
    ) {
        switch result {
        case .failure(let failure): reply(ServiceRefusal(failure).answer)
        case .success(let value):
            reply(ServiceAnswer.of { () throws(ServiceRefusal) in try document(value).bytes })
        }
    }
}
