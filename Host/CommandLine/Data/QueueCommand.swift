import ArgumentParser
import HostDatabase
import HostDispatch
import HostObservability
import HostQueue

/// `proctor queue`: the embedded queues.
struct QueueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "queue", abstract: "Shows the embedded queues, and puts jobs into them.",
        discussion: """
            Works with the host running or not; a running host notices within a second.

            EXAMPLES
              proctor queue list
              proctor queue put grading --json '{"exam": 7}' --id exam-7
              proctor queue show grading exam-7
              proctor queue pause grading
            """,
        subcommands: [
            ListQueues.self, QueueJobs.self, ShowQueuedJob.self, PutJobs.self, RemoveQueuedJob.self, HurryJobs.self,
            PauseQueue.self, ResumeQueue.self,
        ])
}

struct ListQueues: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Lists the queues and how many jobs each has.",
        discussion: "EXAMPLE\n  proctor queue list --json")

    @OptionGroup var file: ConfigurationOption
    @Flag(help: "Print a document, for programs.") var json = false

    func run() throws {
        let queues = QueueAdministration(database: try EmbeddedFile.open(file.host))
        let all = try EmbeddedFile.reporting { () throws(DatabaseFailure) in try queues.census() }
        if json {
            let rows = all.map { queue in
                JSONText.object(
                    [("queue", JSONText.quoted(queue.name)), ("paused", String(queue.isPaused))]
                        + queue.counts.map { ($0.state, String($0.count)) }
                        + [("oldest_ms", String(queue.oldest))])
            }
            return print(JSONText.array(rows))
        }
        guard !all.isEmpty else { return print("no queue has had a job yet") }
        let rows = all.map { queue in
            [queue.name] + queue.counts.map { String($0.count) } + [queue.isPaused ? "paused" : ""]
        }
        for line in TextTable.lines([["QUEUE", "WAITING", "DELAYED", "RUNNING", "DONE", "FAILED", ""]] + rows) {
            print(line)
        }
    }
}

struct QueueJobs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "jobs", abstract: "Lists the jobs of a queue, a JSON document a line, in the order they came.",
        discussion: "EXAMPLE\n  proctor queue jobs grading --state failed")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The queue.") var queue: String
    @Option(help: "waiting, delayed, running, done or failed.") var state: QueueAdministration.State?
    @Option(help: "Most jobs.") var limit = 100

    func run() throws {
        let queues = QueueAdministration(database: try EmbeddedFile.open(file.host))
        let entries = try EmbeddedFile.reporting { () throws(DatabaseFailure) in
            try queues.list(queue, state: state, limit: limit)
        }
        for entry in entries { print(entry.document) }
    }
}

extension QueueAdministration.State: ExpressibleByArgument {}

struct ShowQueuedJob: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one job: how it stands, or how it ended and with what answer.",
        discussion: "EXAMPLE\n  proctor queue show grading exam-7")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The queue.") var queue: String
    @Argument(help: "The job's id.") var id: String

    func run() throws {
        let queues = QueueAdministration(database: try EmbeddedFile.open(file.host))
        let found = try EmbeddedFile.reporting { () throws(DatabaseFailure) in try queues.show(id, in: queue) }
        guard let document = found else {
            StandardError.print("the queue \(queue) knows no job \(id)")
            throw ExitCode.unavailable
        }
        print(String(decoding: document, as: UTF8.self))
    }
}

struct RemoveQueuedJob: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove", abstract: "Takes a job out of a queue, or out of its history.",
        discussion: "A job that runs cannot be taken out.\n\nEXAMPLE\n  proctor queue remove grading exam-7")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The queue.") var queue: String
    @Argument(help: "The job's id.") var id: String

    func run() throws {
        let queues = QueueAdministration(database: try EmbeddedFile.open(file.host))
        switch try EmbeddedFile.reporting({ () throws(DatabaseFailure) in try queues.remove(id, in: queue) }) {
        case .removed: print("removed")
        case .running:
            StandardError.print("\(id) runs: wait for its end")
            throw ExitCode.problems
        case .unknown:
            StandardError.print("the queue \(queue) knows no job \(id)")
            throw ExitCode.unavailable
        }
    }
}

struct HurryJobs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hurry", abstract: "Lets delayed jobs begin now, those that wait for another attempt among them.",
        discussion: "EXAMPLE\n  proctor queue hurry grading")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The queue.") var queue: String
    @Option(help: "Only this job.") var id: String?

    func run() throws {
        let queues = QueueAdministration(database: try EmbeddedFile.open(file.host))
        let count = try EmbeddedFile.reporting { () throws(DatabaseFailure) in try queues.hurry(queue, id: id) }
        print("\(count) need not wait any more")
    }
}

struct PauseQueue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pause", abstract: "Stops a queue: its jobs wait until it is resumed, also over restarts.",
        discussion: "EXAMPLE\n  proctor queue pause grading")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The queue.") var queue: String

    func run() throws {
        let queues = QueueAdministration(database: try EmbeddedFile.open(file.host))
        try EmbeddedFile.reporting { () throws(DatabaseFailure) in try queues.setPaused(true, queue) }
        print("\(queue) is paused")
    }
}

struct ResumeQueue: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Lets a paused queue go on.",
        discussion: "EXAMPLE\n  proctor queue resume grading")

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The queue.") var queue: String

    func run() throws {
        let queues = QueueAdministration(database: try EmbeddedFile.open(file.host))
        try EmbeddedFile.reporting { () throws(DatabaseFailure) in try queues.setPaused(false, queue) }
        print("\(queue) goes on")
    }
}
