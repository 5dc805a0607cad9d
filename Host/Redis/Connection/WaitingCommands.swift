/// Commands that wait for a connection, in their order, each until a time of its own.
struct WaitingCommands<Command> {
    private var commands: [(command: Command, until: UInt64)] = []
    private(set) var earliest = UInt64.max

    var count: Int { commands.count }

    mutating func append(_ command: Command, until: UInt64) {
        commands.append((command, until))
        earliest = min(earliest, until)
    }

    /// Takes out those that have waited long enough.
    mutating func impatient(now: UInt64) -> [Command] {
        guard earliest <= now else { return [] }
        let gone = commands.filter { $0.until <= now }.map(\.command)
        commands.removeAll { $0.until <= now }
        earliest = commands.lazy.map(\.until).min() ?? .max
        return gone
    }

    mutating func takeAll() -> [Command] {
        defer {
            commands = []
            earliest = .max
        }
        return commands.map(\.command)
    }
}
