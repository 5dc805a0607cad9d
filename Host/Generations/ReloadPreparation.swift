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
    private let checkBinding: BindingCheck

    /// - Parameters:
    ///   - load: reads plugins.yaml.
    ///   - images: where images are staged and probed.
    ///   - environment: the process's, for settings whose schema names a variable.
    ///   - startSettings: the host settings at the start; those that differ now wait for a restart.
    ///   - checkBinding: what a source has to say about an address before it is published.
    ///   - only: which plugins' processors are wanted; all of them for a host that serves.
    public init(
        images: ImageRoom, environment: [String: String], startSettings: HostSettings? = nil,
        checkBinding: @escaping BindingCheck = { _ in nil },
        only: @escaping @Sendable (String, PluginManifest) -> Bool = { _, _ in true },
        load: @escaping @Sendable () throws(ConfigurationProblems) -> ProctorConfiguration
    ) {
        self.load = load
        self.images = images
        self.environment = environment
        self.only = only
        self.checkBinding = checkBinding
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
            throw ReloadProblems(error.problems)
        }
        let index = images.index(of: configuration.host.plugins)
        var operations: [String] = []
        var problems: [ConfigurationProblem] = []
        var processors: [PreparedProcessor] = []
        for settings in configuration.processors {
            do throws(ReloadProblems) {
                if let one = try prepare(settings, configuration, index, services, &operations) {
                    processors.append(one)
                }
            } catch {
                problems += error.problems
            }
        }
        problems += BindingPlan.collisions(processors, in: configuration)
        if let start = startSettings {
            problems += ListenerPlan.problems(of: processors, in: configuration, start: start.listeners)
        }
        guard problems.isEmpty else { throw ReloadProblems(problems) }
        let used = Set(processors.map(\.file))
        return PreparedConfiguration(
            configuration: configuration, processors: processors, drain: configuration.host.drain,
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
                        at: settings.position(ofPointer: misfit.pointer) ?? settings.position)
                })
        }
    }

    private static func refused(
        _ settings: ProcessorSettings, _ refusal: ImageRefusal, in configuration: ProctorConfiguration
    ) -> ReloadProblems {
        ReloadProblems([
            configuration.source.problem(
                code: refusal.code, message: "processor \(settings.name): \(refusal)", at: settings.pluginPosition)
        ])
    }

    /// Settings of the host itself that a reload cannot change.
    private func warnings(_ now: HostSettings) -> [String] {
        guard let start = startSettings else { return [] }
        let changed = [
            ("host.http or host.listeners", now.listeners != start.listeners),
            ("host.admin", now.admin != start.admin), ("host.state", now.state != start.state),
            ("host.store", now.store != start.store || now.remoteStore != start.remoteStore),
            ("host.blobs", now.blobs != start.blobs || now.remoteBlobs != start.remoteBlobs),
            ("host.retention", now.retention != start.retention), ("host.log", now.log != start.log),
        ].filter(\.1).map(\.0)
        return changed.map { "\($0) has changed: it takes effect at the next start" }
    }

    /// A plugin's complaint about its settings, at the lines that it speaks of.
    private static func place(
        _ complaint: SettingsComplaint, of settings: ProcessorSettings, in configuration: ProctorConfiguration
    ) -> [ConfigurationProblem] {
        complaint.problems.map { problem in
            let place = problem.pointer.map { "\($0): " } ?? ""
            let position = problem.pointer.flatMap(settings.position(ofPointer:)) ?? settings.position
            return configuration.source.problem(
                code: complaint.code, message: "config of \(settings.name): \(place)\(problem.message)", at: position)
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

    /// What is wrong with the configuration now, found without making any instance.
    public func check(services: any HostServices) -> ConfigurationCheck {
        do throws(ReloadProblems) {
            let prepared = try prepare(services: services)
            let processors = prepared.processors.map { processor in
                "\(processor.name): \(processor.image.id) \(processor.image.version), "
                    + "image \(processor.image.hash.prefix(12)), bindings: "
                    + (processor.bindings.isEmpty
                        ? "none" : processor.bindings.map(\.source.address).joined(separator: ", "))
            }
            let found = prepared.unconfigured.map { "found, not configured: \($0)" }
            return ConfigurationCheck(
                problems: [], notes: processors + prepared.warnings + found,
                descriptions: Dictionary(
                    prepared.processors.map { ($0.name, SettingDescription.all(in: $0.image.manifest.settings)) },
                    uniquingKeysWith: { first, _ in first }))
        } catch {
            return ConfigurationCheck(problems: error.problems)
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
            throw Self.refused(settings, error, in: configuration)
        }
        operations += manifest.operations.map(\.name)
        guard only(settings.name, manifest) else { return nil }
        // From here on it is known what the plugin keeps secret: no problem shows it in its line.
        let configuration = configuration.hidingSecrets(
            of: settings.name, described: SettingDescription.all(in: manifest.settings))
        // All that is wrong with an entry is said at once, and an image is mapped for one that is right alone.
        let bindings = settings.bindings ?? BindingPlan.defaults(manifest, of: settings)
        var problems = BindingPlan.problems(of: bindings, manifest, in: configuration, check: checkBinding)
        for need in manifest.needs ?? [] where !services.offers(need) {
            let offered = services.names.sorted().joined(separator: ", ")
            problems.append(
                configuration.source.problem(
                    code: "plugin.needs",
                    message:
                        "processor \(settings.name): \(manifest.id) needs the service \"\(need)\", which this host does "
                        + "not offer; it offers \(offered)", at: settings.position))
        }
        let config: [UInt8]
        do throws(ReloadProblems) {
            config = try self.config(of: settings, manifest, in: configuration)
        } catch {
            throw ReloadProblems(problems + error.problems)
        }
        let parsed = (try? JSONDecoder().decode(JSONValue.self, from: Data(config))) ?? .null
        let files = ReferencedFiles.digest(of: parsed, schema: manifest.settings)
        let verdict: ProbeVerdict
        do throws(ImageRefusal) {
            verdict = try images.probe.verdict(on: staged, settings: [config])
        } catch {
            throw Self.refused(settings, error, in: configuration)
        }
        if let complaint = verdict.complaints.first ?? nil {
            problems += Self.place(complaint, of: settings, in: configuration)
        }
        guard problems.isEmpty else { throw ReloadProblems(problems) }
        let image: LoadedImage
        do throws(ImageRefusal) {
            image = try images.loader.load(staged)
        } catch {
            throw Self.refused(settings, error, in: configuration)
        }
        let limits = JobLimits(
            concurrency: settings.limits.concurrency > 0 ? settings.limits.concurrency : cores,
            threads: settings.limits.threads > 0 ? settings.limits.threads : nil, queue: settings.limits.queue,
            timeout: settings.limits.timeout)
        let identity = [
            image.hash, String(decoding: config, as: UTF8.self), files, "\(limits.concurrency)",
            "\(settings.limits.threads)", "\(limits.queue)", "\(settings.limits.timeout)",
        ].joined(separator: "/")
        return PreparedProcessor(
            name: settings.name, file: staged.original, image: image, config: config, limits: limits,
            bindings: bindings, listener: settings.listener, mayEnqueue: settings.mayEnqueue,
            position: settings.position,
            identity: identity)
    }
}
