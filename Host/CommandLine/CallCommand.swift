import ArgumentParser
import HostConfiguration
import HostDispatch
import HostGenerations
import HostImages
import HostObservability
import HostThreads
import Logging

/// `proctor call`: runs an operation here and now, without a host that serves.
struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: "Runs an operation locally, over one input or many files.",
        discussion: """
            Loads the processor that has the operation, as plugins.yaml configures it, and ends with it.
            Files become the operation's input: the file part of a form, or the whole payload.
            Exit code 1 when a job failed; its error is on standard error, with the file's name.

            EXAMPLES
              proctor call curve.apply --json '{"raw": 61}'
              proctor call grading.grade scans/*.jpg --field correct_answers=@key.json \\
                  --field question_scores=@scores.json --field question_types=@types.json \\
                  --field detail=full --field overlay=jpeg --output results --csv results.csv
              proctor call grading.sheet --json '{"format": "pdf"}' --output .
            """)

    @OptionGroup var file: ConfigurationOption
    @Argument(help: "The operation, or processor/operation.") var operation: String
    @Argument(help: "Files, each a job.", completion: .file()) var files: [String] = []
    @Option(help: "A JSON payload, or @FILE with one.") var json: String?
    @Option(name: .long, parsing: .singleValue, help: "A form field NAME=TEXT, or NAME=@FILE. Repeatable.")
    var field: [String] = []
    @Option(help: "The payload's media type; otherwise told from the file's name.") var mediaType: String?
    @Option(name: .shortAndLong, help: "A folder for answers, a file each. Otherwise they go to standard output.")
    var output: String?
    @Option(help: "A CSV file with one row for each JSON answer.") var csv: String?

    func run() throws {
        HostSignals.release()
        let configuration = try file.load()
        let engine = try start(configuration)
        defer { engine.shutdown() }
        guard let route = engine.router.snapshot.operations[operation] else {
            let known = engine.status.operations
            StandardError.print(
                "no processor has the operation \"\(operation)\"; there are: \(known.joined(separator: ", "))")
            throw ExitCode.unavailable
        }
        let described = engine.status.manifests[route.generation.processor]?.operations
            .first { $0.name == route.operation }
        let input = try CallInput(
            files: files, json: json, fields: field, mediaType: mediaType,
            inputMediaType: described?.input?.mediaType ?? "application/json", inputSchema: described?.input?.schema)
        let sink = try CallOutput(
            folder: output, csv: csv, mediaType: route.mediaType,
            attachments: CallOutput.attachments(in: described?.output?.schema), isBatch: input.items.count > 1)
        let failures = CallRunner(engine: engine, operation: operation, route: route, input: input, output: sink).run()
        try sink.finish()
        if failures > 0 { throw ExitCode.problems }
    }

    /// An engine with the processors that have the operation, and no source.
    private func start(_ configuration: ProctorConfiguration) throws -> ReloadEngine {
        let wanted = operation.split(separator: "/").last.map(String.init) ?? operation
        let processor = operation.contains("/") ? operation.split(separator: "/").first.map(String.init) : nil
        let log = Logger(label: "proctor") { StandardErrorLog(label: $0, format: .human, level: .warning) }
        let router = JobRouter()
        let services = LocalServices(configuration, router: router, log: log)
        let engine = ReloadEngine(
            preparation: ReloadPreparation(
                images: ImageRoom(state: configuration.host.state), environment: ConfigurationOption.environment(),
                only: { name, manifest in
                    processor ?? name == name && manifest.operations.contains { $0.name == wanted }
                },
                load: { () throws(ConfigurationProblems) in configuration }),
            router: router, services: services, registry: MetricRegistry(), log: log)
        guard let report = engine.start(), report.outcome.succeeded else {
            for problem in engine.reports.last?.problems ?? [] { StandardError.print(problem) }
            throw ExitCode.misconfigured
        }
        return engine
    }
}
