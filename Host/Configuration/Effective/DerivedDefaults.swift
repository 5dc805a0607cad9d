/// Defaults that depend on other settings, as the readers have worked them out.
struct DerivedDefaults {
    let configuration: ProctorConfiguration

    /// - Parameter path: the keys and indices that lead to a key that is not written.
    func value(at path: [String]) -> String? {
        switch path.first {
        case FileKeys.host.name: host(Array(path.dropFirst()))
        case FileKeys.brokers.name: broker(Array(path.dropFirst()))
        case FileKeys.buckets.name: bucket(Array(path.dropFirst()))
        case FileKeys.processors.name: processor(Array(path.dropFirst()))
        default: nil
        }
    }

    private func host(_ path: [String]) -> String? {
        let host = configuration.host
        switch (path.first, path.count) {
        case (HostKeys.store.name?, 2): return StoreDefaults(host: host, tree: configuration.tree).value(of: path[1])
        case (HostKeys.blobs.name?, 2):
            guard let bucket = host.remoteBlobs else {
                return path[1] == BlobKeys.url.name ? "file:\(host.blobs)" : nil
            }
            return bucket.value(of: path[1])
        default: return nil
        }
    }

    private func broker(_ path: [String]) -> String? {
        guard path.count == 2, let broker = configuration.brokers.first(where: { $0.name == path[0] }) else {
            return nil
        }
        let isURL = configuration.tree?[FileKeys.brokers.name]?[broker.name]?[BrokerKeys.host.name] == nil
        return switch path[1] {
        case BrokerKeys.port.name: isURL ? nil : "\(broker.port)"
        case BrokerKeys.virtualHost.name: isURL ? nil : broker.virtualHost
        case BrokerKeys.heartbeat.name: broker.kind == .amqp ? Quantity.text(broker.heartbeat) : nil
        default: nil
        }
    }

    private func bucket(_ path: [String]) -> String? {
        guard path.count == 2, let bucket = configuration.buckets.first(where: { $0.name == path[0] }),
            case .s3(let service) = bucket.place
        else { return nil }
        return service.value(of: path[1])
    }

    private func processor(_ path: [String]) -> String? {
        guard let processor = configuration.processors.first(where: { $0.name == path.first }) else { return nil }
        if path.count == 2, path[1] == ProcessorKeys.bindings.name { return "what the plugin suggests" }
        guard path.count >= 4, let index = Int(path[2].trimming("[]")), let bindings = processor.bindings,
            bindings.indices.contains(index), let key = path.last
        else { return nil }
        if path[3] == BindingKeys.callback.name { return bindings[index].callback?.broker }
        switch bindings[index].source {
        case .http(let http) where key == BindingKeys.listener.name: return http.listener
        case .amqp(let amqp) where key == AMQPKeys.broker.name: return amqp.broker
        case .schedule(let schedule) where key == ScheduleKeys.name.name: return schedule.name
        case .folder(let folder) where key == FolderKeys.done.name: return folder.done
        case .folder(let folder) where key == FolderKeys.failed.name: return folder.failed
        case .http, .queue, .schedule, .folder, .amqp: return nil
        }
    }
}

/// What holds of `host.store` where nothing is written.
private struct StoreDefaults {
    let host: HostSettings
    let tree: ConfigurationNode?

    func value(of key: String) -> String? {
        if key == StoreKeys.path.name {
            let store = tree?[FileKeys.host.name]?[HostKeys.store.name]
            let url = store?.isText == true ? store : store?[StoreKeys.url.name]
            return url?.filledText.lowercased().hasPrefix("sqlite:") == true ? nil : host.store.path
        }
        guard let remote = host.remoteStore else { return nil }
        switch key {
        case StoreKeys.timeout.name: return Quantity.text(remote.timeout)
        case StoreKeys.connections.name: if case .postgres = remote.place { return "\(remote.connections)" }
        case StoreKeys.database.name: if case .sentinel = remote.place { return "\(remote.database)" }
        default: break
        }
        return nil
    }
}

extension S3Settings {
    /// What holds of a key where nothing is written.
    fileprivate func value(of key: String) -> String? {
        switch key {
        case BlobKeys.endpoint.name: endpoint
        case BlobKeys.region.name: region
        case BlobKeys.pathStyle.name: "\(isPathStyle)"
        case BlobKeys.timeout.name: Quantity.text(timeout)
        default: nil
        }
    }
}

extension String {
    /// Without the given characters at both ends.
    fileprivate func trimming(_ characters: String) -> Substring {
        self[...].drop { characters.contains($0) }.prefix { !characters.contains($0) }
    }
}
