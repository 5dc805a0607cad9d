import HostConfiguration
import HostRedis
import HostThreads
import RedisPeer

/// A client of a server on this machine, closed with this object.
final class ClientFixture: Sendable {
    let client: RedisClient
    let loop = RedisLoop()
    /// What happened to its connection.
    let events = Guarded<[RedisEvent]>([])

    init(port: Int, _ change: (inout RedisSettings) -> Void = { _ in }) {
        self.client = Self.client(.server(SocketPlace(host: "127.0.0.1", port: port)), loop, events, change)
    }

    init(master: String, sentinels: [Int], _ change: (inout RedisSettings) -> Void = { _ in }) {
        let places = sentinels.map { SocketPlace(host: "127.0.0.1", port: $0) }
        self.client = Self.client(.sentinel(master: master, sentinels: places), loop, events, change)
    }

    deinit {
        client.close()
        loop.close()
    }

    private static func client(
        _ place: RedisSettings.Place, _ loop: RedisLoop, _ events: Guarded<[RedisEvent]>,
        _ change: (inout RedisSettings) -> Void
    ) -> RedisClient {
        var settings = RedisSettings(place: place)
        // A test that fails is to say so, not to meet a machine that is busy.
        settings.timeout = .seconds(20)
        settings.connectTimeout = .seconds(20)
        change(&settings)
        return RedisClient(settings, on: loop) { event in events.withLock { $0.append(event) } }
    }

    func ask(_ command: RedisCommand) throws(RedisFailure) -> RedisValue { try client.ask(command) }

    /// How a command fails; nil when it does not.
    func failure(_ words: String..., timeout: Duration? = nil) -> RedisFailure? {
        var command = RedisCommand()
        command.add(words)
        do throws(RedisFailure) {
            _ = try client.ask(command, timeout: timeout)
            return nil
        } catch {
            return error
        }
    }
}
