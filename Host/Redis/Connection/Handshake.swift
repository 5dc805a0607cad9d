/// What is said first on a connection, in one go, and what its replies mean.
struct Handshake {
    private enum Step { case password, database, name, role, ready }

    private let steps: [(step: Step, command: RedisCommand)]

    /// - Parameter wantsMaster: whether the server must be nobody's replica.
    init(_ settings: RedisSettings, wantsMaster: Bool) {
        var steps: [(Step, RedisCommand)] = []
        if let password = settings.password {
            var command = RedisCommand("AUTH")
            if let username = settings.username { command.add(username) }
            command.add(password.value)
            steps.append((.password, command))
        }
        if settings.database != 0 { steps.append((.database, RedisCommand("SELECT", String(settings.database)))) }
        steps.append((.name, RedisCommand("CLIENT", "SETNAME", settings.name)))
        if wantsMaster { steps.append((.role, RedisCommand("ROLE"))) }
        steps.append((.ready, RedisCommand("PING")))
        self.steps = steps
    }

    var commands: [RedisCommand] { steps.map(\.command) }

    /// Why the connection is of no use, as a sentence; nil when it is good.
    ///
    /// - Parameter replies: one for each command.
    func complaint(about replies: [RedisValue]) -> String? {
        zip(steps, replies).lazy.compactMap { Self.complaint($0.step, $1) }.first
    }

    private static func complaint(_ step: Step, _ reply: RedisValue) -> String? {
        guard case .error(let error) = reply else {
            guard step == .role, reply.elements?.first?.string != "master" else { return nil }
            return "the server that the sentinels name as master is none yet"
        }
        switch (step, error.code) {
        case (_, "NOAUTH"): return "the server wants a password: configure one"
        case (_, "LOADING"): return "the server still loads its data"
        case (_, "MASTERDOWN"): return "the server is a replica that lost its master"
        case (.password, _): return "the server refused the username or password (\(error.code))"
        case (.database, _): return "the server refused the number of the database (\(error.code))"
        // A user need not have the right to these.
        default: return nil
        }
    }
}
