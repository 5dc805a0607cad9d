public import HostConfiguration
public import HostDispatch
public import HostImages

/// A processor as its entry and its plugin describe it, with nothing started.
public struct CatalogEntry: Sendable {
    public let name: String
    public let bindings: [Binding]
    public let manifest: PluginManifest

    /// What the plugin says of an operation.
    public func operation(_ name: String) -> PluginManifest.Operation? {
        manifest.operations.first { $0.name == name }
    }
}

extension ReloadPreparation {
    /// All processors of the configuration, in its order.
    /// - Throws: what a start would find wrong.
    public func catalog(services: any HostServices) throws(ReloadProblems) -> [CatalogEntry] {
        try prepare(services: services).processors.map {
            CatalogEntry(name: $0.name, bindings: $0.bindings, manifest: $0.image.manifest)
        }
    }
}
