import ArgumentParser
import HostConfiguration
import HostDatabase
import HostDispatch
import HostObservability
import HostQueue

/// `proctor queue put`: jobs by hand, or a file of them.
struct PutJobs: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "put", abstract: "Puts jobs into a queue.",
        discussion: """
            Each file is the payload of one job. --lines reads one file with a JSON payload in each line; - is standard
            input. Prints the id of each job; exit code 1 when one was refused.

            EXAMPLES
              proctor queue put grading --json '{"exam": 7}' --id exam-7 --priority 10
              proctor queue put scans page-1.jpg page-2.jpg --tenant demo
              proctor queue put grading --lines exams.ndjson --delay 10m
            """)

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The queue.") var queue: String
    @Argument(help: "Files, each a job.", completion: .file()) var files: [String] = []
    @Option(help: "A JSON payload.") var json: String?
    @Option(help: "A file with a JSON payload in each line, or -.") var lines: String?
    @Option(help: "The job's id; one that the queue knows is not put again.") var id: String?
    @Option(help: "Higher is sooner, -1000 to 1000.") var priority = 0
    @Option(help: "Not before so long from now: 10m.", transform: DurationArgument.read) var delay: Duration?
    @Option(help: "Whose data it is.") var tenant: String?
    @Option(help: "The person whom it is about.") var subject: String?
    @Option(help: "The payload's media type; otherwise told from the file's name.") var mediaType: String?

    func validate() throws {
        let ways = [json != nil, lines != nil, !files.isEmpty].count { $0 }
        guard ways == 1 else { throw ValidationError("Give the payload once: files, --json or --lines.") }
        guard (-1_000...1_000).contains(priority) else { throw ValidationError("--priority is -1000 to 1000.") }
        if id != nil, json == nil, files.count != 1 { throw ValidationError("--id names one job only.") }
    }

    /// Most jobs, and about most bytes, in one transaction.
    private static let batch = (jobs: 1_000, bytes: 16 << 20)

    func run() throws {
        let queues = QueueAdministration(database: try EmbeddedFile.open(file.host))
        let binding = try file.load().binding(ofQueue: queue)
        if binding == nil {
            StandardError.print(
                "\(file.config) binds no operation to the queue \(queue): unless a plugin does so by itself, its jobs wait"
            )
        }
        let limit = (binding ?? QueueBinding(name: queue)).limit
        var refused = 0
        var waiting: [NewJob] = []
        var bytes = 0
        func put() throws {
            let jobs = waiting
            let outcomes = try EmbeddedFile.reporting { () throws(DatabaseFailure) in
                try queues.put(jobs, limit: limit)
            }
            for outcome in outcomes { report(outcome, &refused) }
            (waiting, bytes) = ([], 0)
        }
        try payloads { payload, mediaType in
            waiting.append(job(payload, mediaType: mediaType))
            bytes += payload.count
            if waiting.count >= Self.batch.jobs || bytes >= Self.batch.bytes { try put() }
        }
        if !waiting.isEmpty { try put() }
        if refused > 0 { throw ExitCode.problems }
    }

    private func report(_ outcome: PutOutcome, _ refused: inout Int) {
        switch outcome {
        case .added(let id): print(id)
        case .duplicate(let id): print("\(id) (it is there already)")
        case .full(let limit): refuse("the queue \(queue) has \(limit) jobs, as many as it may have", &refused)
        case .unknownQueue: refuse("nothing is bound to the queue \(queue)", &refused)
        case .failed(let error): refuse("\(error)", &refused)
        }
    }

    private func refuse(_ reason: String, _ refused: inout Int) {
        StandardError.print(reason)
        refused += 1
    }

    private func payloads(_ body: ([UInt8], String) throws -> Void) throws {
        if let json { return try body(Array(json.utf8), mediaType ?? "application/json") }
        if let lines {
            let bytes = try FileBytes.read(lines == "-" ? "/dev/stdin" : lines)
            for line in bytes.split(separator: 0x0A) { try body(Array(line), mediaType ?? "application/json") }
            return
        }
        for path in files { try body(FileBytes.read(path), mediaType ?? FileNames.mediaType(path)) }
    }

    private func job(_ payload: [UInt8], mediaType: String) -> NewJob {
        var headers = [(name: "content-type", value: mediaType)]
        if let tenant { headers.append(("x-tenant-slug", tenant)) }
        if let subject { headers.append(("x-subject-id", subject)) }
        return NewJob(
            queue: queue, id: id, payload: payload, headers: headers, priority: priority, delay: delay ?? .zero,
            subject: subject)
    }
}

extension ProctorConfiguration {
    /// How the file binds a queue; nil when it does not, though a plugin may by itself.
    fileprivate func binding(ofQueue name: String) -> QueueBinding? {
        for binding in processors.flatMap({ $0.bindings ?? [] }) {
            if case .queue(let queue) = binding.source, queue.name == name { return queue }
        }
        return nil
    }
}
