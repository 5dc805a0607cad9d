import HostConfiguration
import NIOCore

/// Makes connections that are good for commands: found, encrypted, logged in. Used on its event loop only.
final class ServerSearch: @unchecked Sendable {  // touched on its event loop only
    private let settings: RedisSettings
    private let loop: any EventLoop
    private var round: SentinelRound

    init(_ settings: RedisSettings, on loop: any EventLoop) {
        self.settings = settings
        self.loop = loop
        round = SentinelRound(
            { if case .sentinel(_, let sentinels) = settings.place { sentinels } else { [] } }())
    }

    /// Fails with ``LineFailure``, whose sentence names the server.
    func connect() -> EventLoopFuture<RedisLine> {
        switch settings.place {
        case .server(let place): return logIn(to: place, wantsMaster: false)
        case .sentinel(let name, _):
            return master(name, among: round.order[...], complaint: "none is configured").flatMap {
                self.logIn(to: $0, wantsMaster: true)
            }
        }
    }

    private func logIn(to place: SocketPlace, wantsMaster: Bool) -> EventLoopFuture<RedisLine> {
        let handshake = Handshake(settings, wantsMaster: wantsMaster)
        return RedisLine.connect(to: place, tls: settings.tls, timeout: settings.connectTimeout, on: loop)
            .flatMap { [settings, loop] line in
                line.exchange(handshake.commands, timeout: settings.connectTimeout).flatMapResult { replies in
                    handshake.complaint(about: replies).map { .failure(LineFailure(reason: $0)) } ?? .success(line)
                }.flatMapError { error in
                    line.close()
                    return loop.makeFailedFuture(error)
                }
            }
            .flatMapErrorThrowing { error in throw Self.failure(error, place) }
    }

    /// Asks one sentinel after the other.
    ///
    /// - Parameter complaint: about the one that was asked last.
    private func master(
        _ name: String, among sentinels: ArraySlice<SocketPlace>, complaint: String
    ) -> EventLoopFuture<SocketPlace> {
        guard let sentinel = sentinels.first else {
            return loop.makeFailedFuture(
                LineFailure(reason: "no sentinel answers and knows a master \(name): \(complaint)"))
        }
        // A sentinel that hangs must not keep the others from being asked.
        let timeout = min(settings.connectTimeout, .seconds(1))
        let question = SentinelRound.question(master: name, password: settings.sentinelPassword?.value)
        return RedisLine.connect(to: sentinel, tls: settings.tls, timeout: timeout, on: loop)
            .flatMap { line in
                line.exchange(question, timeout: timeout).always { _ in line.close() }
            }
            .flatMapResult(SentinelRound.master)
            .map { place in
                self.round.answered(sentinel)
                return place
            }
            .flatMapError { error in
                let complaint = "\(sentinel.text): \(ConnectionProblem.reason(error))"
                return self.master(name, among: sentinels.dropFirst(), complaint: complaint)
            }
    }

    private static func failure(_ error: any Error, _ place: SocketPlace) -> LineFailure {
        LineFailure(reason: "the Redis server at \(place.text) cannot be used: \(ConnectionProblem.reason(error))")
    }
}

extension SocketPlace {
    /// To be shown.
    fileprivate var text: String { host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)" }
}
