import HostConfiguration
import HostRedis

extension RedisSettings {
    /// Nil when the settings name no Redis.
    init?(_ settings: RemoteStoreSettings) {
        switch settings.place {
        case .redis(let host, let port): self.init(place: .server(SocketPlace(host: host, port: port)))
        case .sentinel(let master, let sentinels):
            self.init(place: .sentinel(master: master, sentinels: sentinels))
        case .postgres: return nil
        }
        username = settings.username
        password = settings.password
        sentinelPassword = settings.sentinelPassword
        database = settings.database
        tls = settings.tls
        timeout = settings.timeout
        name = "proctor-store"
    }
}
