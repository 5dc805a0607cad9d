import HostDispatch
import HostServiceRequests
import HostTransfers

/// The exchanges under way, by whose they are.
final class ExchangeDesk: @unchecked Sendable {  // its variables are touched on the transfer loop's thread only
    /// How long the rest of a stream that has ended waits for its reader beyond the time of its request.
    static let restIsKept = Duration.seconds(30)

    let loop: TransferLoop
    let metrics: UpstreamMetrics
    /// Seconds since 1970-01-01T00:00:00Z.
    let second: @Sendable () -> Int64
    private var exchanges: [ExchangeKey: Exchange] = [:]
    /// By the upstreams' names: those of which the gauges speak.
    private var limits: [String: UpstreamLimits] = [:]

    init(loop: TransferLoop, metrics: UpstreamMetrics, second: @escaping @Sendable () -> Int64) {
        self.loop = loop
        self.metrics = metrics
        self.second = second
    }

    // MARK: On the loop's thread

    /// Takes over a configuration.
    func configure(_ upstreams: some Collection<Upstream>) {
        for upstream in upstreams {
            limits[upstream.settings.name] = upstream.limits
            upstream.limits.apply(upstream.settings)
            giveTurns(of: upstream)
        }
    }

    func begin(_ prepared: PreparedExchange, isStream: Bool, reply: @escaping Exchange.Reply) {
        guard exchanges[prepared.key] == nil else {
            return reply(ServiceRefusal.badExchange("this exchange's number is in use").answer)
        }
        let exchange = Exchange(prepared, isStream: isStream, desk: self, reply: reply)
        exchanges[prepared.key] = exchange
        exchange.start()
        show(prepared.upstream)
    }

    func read(_ key: ExchangeKey, within timeout: Duration?, reply: @escaping Exchange.Reply) {
        guard let exchange = exchanges[key] else {
            return reply(ServiceRefusal.badExchange("there is no open exchange of this number").answer)
        }
        if let refusal = exchange.read(within: timeout, reply) { reply(refusal.answer) }
    }

    func close(_ key: ExchangeKey) { exchanges[key]?.close() }

    func close(where isMeant: (ExchangeKey) -> Bool) {
        for key in exchanges.keys.filter(isMeant) { close(key) }
    }

    func forget(_ exchange: Exchange) { exchanges[exchange.prepared.key] = nil }

    /// Gives the free places of an upstream to those who wait.
    func giveTurns(of upstream: Upstream) {
        let limits = upstream.limits
        // What gets a turn may end at once, and come here again.
        guard !limits.isGivingTurns else { return }
        limits.isGivingTurns = true
        while let key = limits.turns.next() {
            if let exchange = exchanges[key] { exchange.gotPlace() } else { limits.turns.giveBack() }
        }
        limits.isGivingTurns = false
        show(upstream)
    }

    /// Sets the gauges, unless another server has this upstream's name by now.
    func show(_ upstream: Upstream) {
        let name = upstream.settings.name
        if limits[name] === upstream.limits { metrics.show(upstream.limits, of: name) }
    }
}
