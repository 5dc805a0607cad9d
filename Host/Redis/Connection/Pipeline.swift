import DequeModule

/// What has been sent on one connection and not been answered: replies come in the order of the commands.
///
/// A command whose time is over ends the connection. Were it only forgotten, its reply would be taken for the next
/// one's.
struct Pipeline<Command> {
    private var sent: Deque<(command: Command, deadline: UInt64)> = []
    /// No command's time is over before.
    private(set) var earliestDeadline = UInt64.max

    var count: Int { sent.count }
    var isEmpty: Bool { sent.isEmpty }

    /// - Parameter deadline: on the monotonic clock.
    mutating func append(_ command: Command, deadline: UInt64) {
        sent.append((command, deadline))
        earliestDeadline = min(earliestDeadline, deadline)
    }

    /// The command that the next reply belongs to; nil when there is none, and the reply is nobody's.
    mutating func answered() -> Command? {
        let command = sent.popFirst()?.command
        if sent.isEmpty { earliestDeadline = .max }
        return command
    }

    /// Whether a command's time is over. Sets ``earliestDeadline`` right.
    mutating func isOverdue(now: UInt64) -> Bool {
        guard earliestDeadline <= now else { return false }
        earliestDeadline = sent.lazy.map(\.deadline).min() ?? .max
        return earliestDeadline <= now
    }

    /// Gives up on all: those whose time is over, and the others.
    mutating func end(now: UInt64) -> (overdue: [Command], others: [Command]) {
        var overdue: [Command] = []
        var others: [Command] = []
        for (command, deadline) in sent {
            if deadline <= now { overdue.append(command) } else { others.append(command) }
        }
        sent = []
        earliestDeadline = .max
        return (overdue, others)
    }
}
