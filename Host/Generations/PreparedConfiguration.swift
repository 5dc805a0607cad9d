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
    /// Image, configuration, files that it names, and limits: what makes a new generation necessary.
    let identity: String
}

/// A whole configuration, ready to be published.
struct PreparedConfiguration: Sendable {
    let processors: [PreparedProcessor]
    let drain: Duration
    let warnings: [String]
    /// Plugins that lie in the folders and that no entry names.
    let unconfigured: [String]
    /// All operations in the configuration, also of processors that were not wanted.
    let operations: [String]

    /// The routing that sends each binding to the given generation of its processor.
    func routes(_ generations: [String: Generation], after number: UInt64) -> RoutingSnapshot {
        var http: [String: Route] = [:]
        var operations: [String: Route] = [:]
        for processor in processors {
            guard let generation = generations[processor.name] else { continue }
            var own: [String: Route] = [:]
            for operation in processor.image.manifest.operations {
                own[operation.name] = Route(
                    operation: operation.name, mediaType: operation.output?.mediaType ?? "application/json",
                    streams: operation.output?.stream ?? false, generation: generation)
            }
            for (name, route) in own {
                operations[processor.name + "/" + name] = route
                if operations[name] == nil { operations[name] = route }
            }
            for binding in processor.bindings {
                switch binding.source {
                case .http(let method, let path): http[method + " " + path] = own[binding.operation]
                }
            }
        }
        let published = processors.compactMap { generations[$0.name] }
        return RoutingSnapshot(number: number &+ 1, http: http, operations: operations, generations: published)
    }
}
