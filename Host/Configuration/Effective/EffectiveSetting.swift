/// One setting as it holds, and where it comes from.
public struct EffectiveSetting: Sendable, Equatable {
    public enum Origin: Sendable, Equatable, CustomStringConvertible {
        /// Nothing says otherwise.
        case standard
        /// As it is written there.
        case file(SourcePosition)
        /// A variable of the environment, by its name.
        case environment(String)
        /// The content of another file, by its path.
        case content(String)

        public var description: String {
            switch self {
            case .standard: "default"
            case .file(let position): position.description
            case .environment(let name): "environment \(name)"
            case .content(let path): "file \(path)"
            }
        }
    }

    /// `host.http.listen`, `processors.grading.bindings[0].http`.
    public let path: String
    /// `(secret)` when it must not be shown.
    public let value: String
    public let origin: Origin
    public let isSecret: Bool

    /// The setting as one JSON object: `path`, `value`, `origin`, `secret`.
    public var json: String {
        JSONDocument.object([
            ("path", .string(path)), ("value", .string(value)), ("origin", .string(origin.description)),
            ("secret", .boolean(isSecret)),
        ]).text()
    }
}

/// What is known of one setting of a plugin, from the schema in its manifest.
public struct SettingDescription: Sendable, Equatable {
    /// A JSON pointer into `config:`: `/threshold`.
    public let pointer: String
    /// As JSON text; nil when there is none.
    public let defaultJSON: String?
    /// The variable that goes before plugins.yaml (`x-env`).
    public let variable: String?
    /// Whether it must not be shown (`writeOnly`).
    public let isSecret: Bool

    public init(pointer: String, defaultJSON: String? = nil, variable: String? = nil, isSecret: Bool = false) {
        self.pointer = pointer
        self.defaultJSON = defaultJSON
        self.variable = variable
        self.isSecret = isSecret
    }
}

extension ProctorConfiguration {
    /// Every setting as it holds, in the order of the reference, with its origin and without secrets.
    /// - Parameters:
    ///   - descriptions: what the plugins of processors say about their settings, by the processor's name.
    ///   - environment: where the variables of those settings are looked up.
    public func effectiveSettings(
        describing descriptions: [String: [SettingDescription]] = [:], environment: [String: String] = [:]
    ) -> [EffectiveSetting] {
        var walk = EffectiveWalk(configuration: self, descriptions: descriptions, environment: environment)
        walk.visit(.mapping(FileKeys.shape), tree, at: [])
        return walk.settings
    }

    /// The configuration with what a plugin calls secret shown in no line of a later problem.
    public func hidingSecrets(
        of processor: String, described descriptions: [SettingDescription]
    ) -> ProctorConfiguration {
        guard let config = processors.first(where: { $0.name == processor })?.config else { return self }
        var source = source
        for description in descriptions where description.isSecret {
            config.node(ofPointer: description.pointer)?.leaves.forEach { source.hide($0.node) }
        }
        return ProctorConfiguration(
            host: host, upstreams: upstreams, brokers: brokers, buckets: buckets, databases: databases,
            processors: processors, source: source, tree: tree)
    }
}
