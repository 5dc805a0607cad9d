import FoundationEssentials

/// Loads plugins in a child process first, where a constructor that aborts costs nothing.
public struct ImageProbe: Sendable {
    private let executable: String
    private let arguments: [String]
    private let environment: [String: String]
    private let timeout: Duration
    private let cache: ProbeCache?

    /// - Parameters:
    ///   - executable: the host's own program.
    ///   - arguments: what makes that program call `runChild`; the image's path is added.
    ///   - environment: the child's, which plugins may read settings from.
    ///   - cacheDirectory: where verdicts are kept between runs; nil keeps none.
    ///   - timeout: for one image.
    public init(
        executable: String = "/proc/self/exe", arguments: [String] = ["probe-image"],
        environment: [String: String] = ProcessInfo.processInfo.environment, cacheDirectory: String? = nil,
        timeout: Duration = .seconds(10)
    ) {
        self.executable = executable
        self.arguments = arguments
        // A crash must be quick and short: the last lines of standard error go into the refusal.
        self.environment = environment.merging(["SWIFT_BACKTRACE": "enable=no"]) { $1 }
        self.timeout = timeout
        cache = cacheDirectory.map { ProbeCache(directory: $0, environment: environment) }
    }

    /// The child's side: what the hidden subcommand of the host calls with the arguments after its name.
    /// - Returns: the status to exit with, at once and without running destructors (`_exit`).
    public static func runChild(_ arguments: [String]) -> Int32 {
        ProbeChild.run(arguments)
    }

    /// Checks an image, and settings with it. Blocks for as long as the child runs, unless all is known from before.
    /// - Parameter settings: JSON documents to have validated, as plugins.yaml gives them (`configJSON`).
    /// - Throws: when the image does not load, dies, hangs, or has no good table and manifest. A complaint about
    ///   settings is not thrown: it is part of the verdict.
    public func verdict(on image: StagedImage, settings: [[UInt8]] = []) throws(ImageRefusal) -> ProbeVerdict {
        if let known = cache?.verdict(on: image, settings: settings) { return known }
        let verdict = try probe(image.path, original: image.original, settings: settings)
        if let packed = image.facts.packedManifest, packed != verdict.manifestBytes {
            throw .manifestDiffers(image.original)
        }
        cache?.keep(verdict, on: image, settings: settings)
        return verdict
    }

    /// - Parameter original: the file to name in a refusal.
    /// Judges a file where it lies: for those who build plugins. A host judges its own staged copy.
    public func verdict(onFile path: String) throws(ImageRefusal) -> ProbeVerdict {
        try probe(path.contains("/") ? path : "./" + path, original: path, settings: [])
    }

    func probe(_ path: String, original: String, settings: [[UInt8]]) throws(ImageRefusal) -> ProbeVerdict {
        let outcome: ChildProcess.Outcome
        do throws(ChildProcess.Failure) {
            outcome = try ChildProcess(
                executable: executable, arguments: arguments + [path], environment: environment,
                input: Array(settings.joined(separator: [UInt8(ascii: "\n")])), timeout: timeout
            ).run()
        } catch {
            throw .notProbed(original, reason: error.reason)
        }
        // Without a report the end was not the child's own, whatever its status.
        guard outcome.end == .exited(0), !outcome.report.isEmpty else { throw refusal(of: outcome, original) }
        guard let report = try? JSONDecoder().decode(ProbeReport.self, from: Data(outcome.report)) else {
            throw .notProbed(original, reason: "the child's report cannot be read")
        }
        if let defect = report.defect { throw .defect(defect.entryDefect, of: original, copy: path) }
        guard let plugin = report.plugin, plugin.complaints.count == settings.count else {
            throw .notProbed(original, reason: "the child's report is not complete")
        }
        let manifestBytes = Array(plugin.manifest)
        let manifest = try PluginManifest(bytes: manifestBytes, file: original)
        try manifest.check(against: plugin.id, version: plugin.version, file: original)
        return ProbeVerdict(
            id: plugin.id, version: plugin.version, manifest: manifest, manifestBytes: manifestBytes,
            complaints: plugin.complaints)
    }

    private func refusal(of outcome: ChildProcess.Outcome, _ original: String) -> ImageRefusal {
        switch outcome.end {
        case .timedOut: .timeout(original, after: timeout, lastWords: outcome.lastWords)
        case .died(let signal): .died(original, signal: signal, lastWords: outcome.lastWords)
        case .exited(let status): .exited(original, status: status, lastWords: outcome.lastWords)
        }
    }
}
