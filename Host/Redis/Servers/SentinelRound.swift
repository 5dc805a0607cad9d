import HostConfiguration

/// The sentinels in the order in which they are asked: one that answered stays first.
struct SentinelRound {
    private(set) var order: [SocketPlace]

    init(_ sentinels: [SocketPlace]) { order = sentinels }

    mutating func answered(_ sentinel: SocketPlace) {
        guard let index = order.firstIndex(of: sentinel) else { return }
        order.insert(order.remove(at: index), at: 0)
    }

    /// What a sentinel is asked.
    static func question(master: String, password: String?) -> [RedisCommand] {
        let question = RedisCommand("SENTINEL", "GET-MASTER-ADDR-BY-NAME", master)
        return (password.map { [RedisCommand("AUTH", $0)] } ?? []) + [question]
    }

    /// The master's place, host and port, or why a sentinel's replies have none.
    static func master(in replies: [RedisValue]) -> Result<SocketPlace, LineFailure> {
        for case .error(let error) in replies {
            return .failure(LineFailure(reason: "it refused with \(error.code): is its password right?"))
        }
        guard let parts = replies.last?.elements, parts.count == 2, let host = parts[0].string, !host.isEmpty,
            let port = parts[1].number, (1...65_535).contains(port)
        else { return .failure(LineFailure(reason: "it knows no such master")) }
        return .success(SocketPlace(host: host, port: Int(port)))
    }
}
