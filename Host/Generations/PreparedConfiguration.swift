import HostConfiguration
import HostDispatch
import HostImages

/// One processor, ready to be made: its image is mapped and its configuration has passed the plugin's own check.
struct PreparedProcessor: Sendable {
    let name: String
    /// The operator's file, of which `image` is a private copy.
    let file: String
    let image: LoadedImage
    let config: [UInt8]
    let limits: JobLimits
    let bindings: [Binding]
    /// Its own, if it has one.
    let listener: ListenerSettings?
    /// Queues beside those it is bound to that it may put jobs into.
    let mayEnqueue: [String]
    /// Where its entry stands in plugins.yaml.
    let position: SourcePosition
    /// Image, configuration, files that it names, and limits: what makes a new generation necessary.
    let identity: String
}

/// A whole configuration, ready to be published.
struct PreparedConfiguration: Sendable {
    let configuration: ProctorConfiguration
    let processors: [PreparedProcessor]
    let drain: Duration
    let warnings: [String]
    /// Plugins that lie in the folders and that no entry names.
    let unconfigured: [String]
    /// All operations in the configuration, also of processors that were not wanted.
    let operations: [String]

    /// The routing that sends each binding to the given generation of its processor.
    func routes(_ generations: [String: Generation], after number: UInt64) -> RoutingSnapshot {
        var bindings: [BoundRoute] = []
        var operations: [String: Route] = [:]
        for processor in processors {
            guard let generation = generations[processor.name] else { continue }
            var own: [String: Route] = [:]
            for operation in processor.image.manifest.operations {
                let route = Route(
                    operation: operation.name, input: operation.input?.route,
                    mediaType: operation.output?.mediaType ?? "application/json",
                    streams: operation.output?.stream ?? false, generation: generation)
                own[operation.name] = route
                operations[processor.name + "/" + operation.name] = route
                if operations[operation.name] == nil { operations[operation.name] = route }
            }
            bindings += processor.bindings.map { binding in
                BoundRoute(
                    binding: binding, processor: processor.name, route: binding.operation.flatMap { own[$0] },
                    failure: binding.callback?.failure.flatMap { own[$0] })
            }
        }
        return RoutingSnapshot(
            number: number &+ 1, bindings: bindings, listeners: processors.compactMap(\.listener),
            operations: operations, generations: processors.compactMap { generations[$0.name] },
            grants: Dictionary(
                processors.map { ($0.name, Set($0.mayEnqueue)) }, uniquingKeysWith: { first, _ in first }))
    }
}

extension PluginManifest.Input {
    /// What a source needs to know of the input; nil for an operation without one.
    fileprivate var route: RouteInput? {
        guard let mediaType else { return nil }
        var members: [String: RouteInput.Kind] = [:]
        if case .object(let schema)? = schema, case .object(let properties)? = schema["properties"] {
            for (name, property) in properties {
                guard case .object(let property) = property, case .string(let type)? = property["type"] else {
                    continue
                }
                members[name] = RouteInput.Kind(rawValue: type)
            }
        }
        return RouteInput(mediaType: mediaType, members: members)
    }
}
