import FoundationEssentials
import Glibc
public import HostConfiguration
import HostDispatch
public import HostImages

/// Everything of a reload before the first instance is made: reads the configuration once, finds, stages, probes and
/// maps the images, and checks each processor against its plugin's manifest. Nothing that runs is touched.
public struct ReloadPreparation: Sendable {
    private let load: @Sendable () throws(ConfigurationProblems) -> ProctorConfiguration
    private let images: ImageRoom
    private let only: @Sendable (String, PluginManifest) -> Bool
    private let cores: Int
    private let startSettings: HostSettings?
    private let environment: [String: String]

    /// - Parameters:
    ///   - load: reads plugins.yaml.
    ///   - images: where images are staged and probed.
    ///   - environment: the process's, for settings whose schema names a variable.
    ///   - startSettings: the host settings at the start; those that differ now wait for a restart.
    ///   - only: which plugins' processors are wanted; all of them for a host that serves.
    public init(
        images: ImageRoom, environment: [String: String], startSettings: HostSettings? = nil,
        only: @escaping @Sendable (String, PluginManifest) -> Bool = { _, _ in true },
        load: @escaping @Sendable () throws(ConfigurationProblems) -> ProctorConfiguration
    ) {
        self.load = load
        self.images = images
        self.environment = environment
        self.only = only
        self.startSettings = startSettings
        self.cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
    }

    /// Images mapped so far.
    var retainedImages: Int { images.loader.retainedImages }

    /// Prepares what the configuration says now.
    ///
    /// - Parameter services: what the host offers to plugins.
    func prepare(services: any HostServices) throws(ReloadProblems) -> PreparedConfiguration {
        let configuration: ProctorConfiguration
        do throws(ConfigurationProblems) {
            configuration = try load()
        } catch {
            throw ReloadProblems(error.problems.map(\.description))
        }
        let index = images.index(of: configuration.host.plugins)
        var operations: [String] = []
        var problems: [String] = []
        var processors: [PreparedProcessor] = []
        for settings in configuration.processors {
            do throws(ReloadProblems) {
                if let one = try prepare(settings, configuration, index, services, &operations) {
                    processors.append(one)
                }
            } catch {
                problems += error.texts
            }
        }
        problems += Self.collisions(processors)
        guard problems.isEmpty else { throw ReloadProblems(problems) }
        let used = Set(processors.map(\.file))
        return PreparedConfiguration(
            processors: processors, drain: configuration.host.drain,
            warnings: warnings(configuration.host),
            unconfigured: Self.unconfigured(index, used: used), operations: Set(operations).sorted())
    }

    /// The effective settings: the environment's before plugins.yaml's.
    private func config(
        of settings: ProcessorSettings, _ manifest: PluginManifest, in configuration: ProctorConfiguration
    ) throws(ReloadProblems) -> [UInt8] {
        do throws(EnvironmentSettings.Misfits) {
            return try EnvironmentSettings.apply(
                to: settings.configJSON, schema: manifest.settings, environment: environment)
        } catch {
            throw ReloadProblems(
                error.all.map { misfit in
                    configuration.source.problem(
                        code: "settings.environment",
                        message:
                            "config of \(settings.name): \(misfit.pointer): the variable \(misfit.variable) has to be "
                            + misfit.wanted,
                        at: settings.position(ofPointer: misfit.pointer) ?? settings.position
                    ).description
                })
        }
    }

    private static func refused(_ settings: ProcessorSettings, _ refusal: ImageRefusal) -> ReloadProblems {
        ReloadProblems(["\(settings.pluginPosition): error: processor \(settings.name): \(refusal)"])
    }

    /// Settings of the host itself that a reload cannot change.
    private func warnings(_ now: HostSettings) -> [String] {
        guard let start = startSettings else { return [] }
        let changed = [
            ("host.http", now.http != start.http), ("host.admin", now.admin != start.admin),
            ("host.state", now.state != start.state), ("host.log", now.log != start.log),
        ].filter(\.1).map(\.0)
        return changed.map { "\($0) has changed: it takes effect at the next start" }
    }

    /// A plugin's complaint about its settings, at the lines that it speaks of.
    private static func place(
        _ complaint: SettingsComplaint, of settings: ProcessorSettings, in configuration: ProctorConfiguration
    ) -> [String] {
        complaint.problems.map { problem in
            let place = problem.pointer.map { "\($0): " } ?? ""
            let position = problem.pointer.flatMap(settings.position(ofPointer:)) ?? settings.position
            return configuration.source.problem(
                code: complaint.code, message: "config of \(settings.name): \(place)\(problem.message)", at: position
            ).description
        }
    }

    /// Plugins that lie in the folders and that no entry uses, and files there that are refused.
    private static func unconfigured(_ index: PluginIndex, used: Set<String>) -> [String] {
        index.entries.filter { !used.contains($0.path) }.map { entry in
            switch entry.manifest {
            case .success(let manifest): "\(manifest.id) \(manifest.version) (\(entry.path))"
            case .failure(let refusal): refusal.description
            }
        }
    }

    /// Two processors on one address.
    private static func collisions(_ processors: [PreparedProcessor]) -> [String] {
        var owners: [Binding.Source: (processor: String, position: SourcePosition)] = [:]
        var problems: [String] = []
        for processor in processors {
            for binding in processor.bindings {
                if let owner = owners[binding.source], owner.processor != processor.name {
                    problems.append(
                        "\(binding.position): error: \(binding.source.address) is bound by \(owner.processor) already, "
                            + "at \(owner.position)")
                } else {
                    owners[binding.source] = (processor.name, binding.position)
                }
            }
        }
        return problems
    }

    /// The bindings of a processor that names none: its plugin's own suggestion.
    private static func defaults(_ manifest: PluginManifest, _ settings: ProcessorSettings) -> [Binding] {
        manifest.operations.flatMap { operation in
            (operation.http ?? []).map { route in
                Binding(
                    source: .http(method: route.method, path: route.path), operation: operation.name,
                    position: settings.position)
            }
        }
    }

    /// What is wrong with the configuration now, found without making any instance. Empty when nothing is.
    public func check(services: any HostServices) -> (problems: [String], notes: [String]) {
        do throws(ReloadProblems) {
            let prepared = try prepare(services: services)
            let processors = prepared.processors.map { processor in
                "\(processor.name): \(processor.image.id) \(processor.image.version), "
                    + "image \(processor.image.hash.prefix(12)), bindings: "
                    + (processor.bindings.isEmpty
                        ? "none" : processor.bindings.map(\.source.address).joined(separator: ", "))
            }
            return ([], processors + prepared.warnings + prepared.unconfigured.map { "found, not configured: \($0)" })
        } catch {
            return (error.texts, [])
        }
    }

    private func prepare(
        _ settings: ProcessorSettings, _ configuration: ProctorConfiguration, _ index: PluginIndex,
        _ services: any HostServices, _ operations: inout [String]
    ) throws(ReloadProblems) -> PreparedProcessor? {
        let staged: StagedImage
        let manifest: PluginManifest
        do throws(ImageRefusal) {
            staged = try images.store.stage(index.resolve(settings.plugin))
            if let packed = try staged.facts.manifest() {
                manifest = packed
            } else {
                manifest = try images.probe.verdict(on: staged).manifest
            }
        } catch {
            throw Self.refused(settings, error)
        }
        operations += manifest.operations.map(\.name)
        guard only(settings.name, manifest) else { return nil }
        let config = try self.config(of: settings, manifest, in: configuration)
        let parsed = (try? JSONDecoder().decode(JSONValue.self, from: Data(config))) ?? .null
        let files = ReferencedFiles.digest(of: parsed, schema: manifest.settings)
        let verdict: ProbeVerdict
        do throws(ImageRefusal) {
            verdict = try images.probe.verdict(on: staged, settings: [config])
        } catch {
            throw Self.refused(settings, error)
        }
        if let complaint = verdict.complaints.first ?? nil {
            throw ReloadProblems(Self.place(complaint, of: settings, in: configuration))
        }
        let image: LoadedImage
        do throws(ImageRefusal) {
            image = try images.loader.load(staged)
        } catch {
            throw Self.refused(settings, error)
        }
        let bindings = settings.bindings ?? Self.defaults(image.manifest, settings)
        var texts: [String] = []
        for binding in bindings where !image.manifest.operations.contains(where: { $0.name == binding.operation }) {
            let known = image.manifest.operations.map(\.name).joined(separator: ", ")
            texts.append(
                configuration.source.problem(
                    code: "binding.unknown_operation", message: "\(image.id) has no operation \"\(binding.operation)\"",
                    suggestion: "it has \(known)", at: binding.position
                ).description)
        }
        for need in image.manifest.needs ?? [] where !services.offers(need) {
            let offered = services.names.sorted().joined(separator: ", ")
            texts.append(
                "\(settings.position): error: processor \(settings.name): \(image.id) needs the service \"\(need)\", "
                    + "which this host does not offer; it offers \(offered)")
        }
        guard texts.isEmpty else { throw ReloadProblems(texts) }
        let limits = JobLimits(
            concurrency: settings.limits.concurrency > 0 ? settings.limits.concurrency : cores,
            queue: settings.limits.queue, timeout: settings.limits.timeout)
        let identity = [
            image.hash, String(decoding: config, as: UTF8.self), files, "\(limits.concurrency)", "\(limits.queue)",
            "\(settings.limits.timeout)",
        ].joined(separator: "/")
        return PreparedProcessor(
            name: settings.name, file: staged.original, image: image, config: config, limits: limits,
            bindings: bindings,
            identity: identity)
    }
}

extension Binding.Source {
    /// As a person writes it: `POST /api/omr/grade`.
    var address: String {
        switch self {
        case .http(let method, let path): "\(method) \(path)"
        }
    }
}
