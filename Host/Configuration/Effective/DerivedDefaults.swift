/// Defaults that depend on other settings, as the readers have worked them out.
struct DerivedDefaults {
    let configuration: ProctorConfiguration

    /// - Parameter path: the keys and indices that lead to a key that is not written.
    func value(at path: [String]) -> String? {
        switch path.first {
        case FileKeys.host.name: host(Array(path.dropFirst()))
        case FileKeys.processors.name: processor(Array(path.dropFirst()))
        default: nil
        }
    }

    private func host(_ path: [String]) -> String? {
        let isStorePath = path == [HostKeys.store.name, StoreKeys.path.name]
        if isStorePath {
            let store = configuration.tree?[FileKeys.host.name]?[HostKeys.store.name]
            let isURL = store?.isText == true || store?[StoreKeys.url.name] != nil
            return isURL ? nil : configuration.host.store.path
        }
        return path == [HostKeys.blobs.name] ? "file:\(configuration.host.blobs)" : nil
    }

    private func processor(_ path: [String]) -> String? {
        guard let processor = configuration.processors.first(where: { $0.name == path.first }) else { return nil }
        if path.count == 2, path[1] == ProcessorKeys.bindings.name { return "what the plugin suggests" }
        guard path.count >= 4, let index = Int(path[2].trimming("[]")), let bindings = processor.bindings,
            bindings.indices.contains(index), let key = path.last
        else { return nil }
        switch bindings[index].source {
        case .http(let http) where key == BindingKeys.listener.name: return http.listener
        case .schedule(let schedule) where key == ScheduleKeys.name.name: return schedule.name
        case .folder(let folder) where key == FolderKeys.done.name: return folder.done
        case .folder(let folder) where key == FolderKeys.failed.name: return folder.failed
        case .http, .queue, .schedule, .folder, .amqp: return nil
        }
    }
}

extension String {
    /// Without the given characters at both ends.
    fileprivate func trimming(_ characters: String) -> Substring {
        self[...].drop { characters.contains($0) }.prefix { !characters.contains($0) }
    }
}
