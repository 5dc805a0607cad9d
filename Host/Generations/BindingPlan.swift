public import HostConfiguration
import HostImages

/// What a source has to say about an address before it is published: a problem and what to do, or nil.
public typealias BindingCheck = @Sendable (Binding) -> (code: String, message: String, suggestion: String?)?

/// Which bindings a processor has, and whether they can stand.
enum BindingPlan {
    /// The bindings of a processor that names none: its plugin's own suggestion.
    static func defaults(_ manifest: PluginManifest, of settings: ProcessorSettings) -> [Binding] {
        let listener = settings.listener?.name ?? HTTPBinding.defaultListener
        return manifest.operations.flatMap { operation -> [Binding] in
            let routes = (operation.http ?? []).map { route in
                BindingSource.http(HTTPBinding(listener: listener, method: route.method, path: route.path))
            }
            let queues = (operation.queue ?? []).map { BindingSource.queue(QueueBinding(name: $0)) }
            let schedules = (operation.schedule ?? []).enumerated().compactMap { index, schedule in
                ScheduleBinding(schedule, name: "\(settings.name)/\(operation.name)", index: index)
            }
            return (routes + queues + schedules.map(BindingSource.schedule)).map {
                Binding(source: $0, target: .operation(operation.name), position: settings.position)
            }
        }
    }

    /// What is wrong with a processor's bindings, each problem at its line.
    static func problems(
        of bindings: [Binding], _ manifest: PluginManifest, in configuration: ProctorConfiguration,
        check: BindingCheck
    ) -> [ConfigurationProblem] {
        var problems: [ConfigurationProblem] = []
        for binding in bindings {
            for operation in [binding.operation, binding.callback?.failure].compactMap(\.self)
            where !manifest.operations.contains(where: { $0.name == operation }) {
                let known = manifest.operations.map(\.name).joined(separator: ", ")
                problems.append(
                    configuration.source.problem(
                        code: "binding.unknown_operation",
                        message: "\(manifest.id) has no operation \"\(operation)\"", suggestion: "it has \(known)",
                        at: binding.position))
            }
            if let found = check(binding) {
                problems.append(
                    configuration.source.problem(
                        code: found.code, message: "\(binding.source.address): \(found.message)",
                        suggestion: found.suggestion, at: binding.position))
            }
        }
        return problems
    }

    /// Two bindings on one address, and jobs for a queue that nobody works on.
    static func collisions(
        _ processors: [PreparedProcessor], in configuration: ProctorConfiguration
    ) -> [ConfigurationProblem] {
        var owners: [String: (processor: String, position: SourcePosition)] = [:]
        var problems: [ConfigurationProblem] = []
        for processor in processors {
            for binding in processor.bindings {
                let (address, identity) = (binding.source.address, binding.source.identity)
                if let owner = owners[identity] {
                    problems.append(
                        configuration.source.problem(
                            code: "binding.duplicate",
                            message: "\(address) is bound by \(owner.processor) already, at \(owner.position)",
                            suggestion: "keep one of the two", at: binding.position))
                } else {
                    owners[identity] = (processor.name, binding.position)
                }
            }
        }
        for binding in processors.flatMap(\.bindings) {
            guard case .queue(let queue) = binding.target,
                owners[BindingSource.queue(QueueBinding(name: queue)).identity] == nil
            else { continue }
            problems.append(
                configuration.source.problem(
                    code: "binding.unknown_queue", message: "no processor is bound to the queue \"\(queue)\"",
                    suggestion: "bind it: { queue: \(queue), operation: ... }", at: binding.position))
        }
        return problems
    }
}

extension ScheduleBinding {
    /// A plugin's suggestion; nil when it names no time.
    fileprivate init?(_ suggestion: PluginManifest.Schedule, name: String, index: Int) {
        let name = index == 0 ? name : "\(name)-\(index + 1)"
        if let cron = suggestion.cron {
            self.init(name: name, trigger: .cron(cron))
        } else if let every = suggestion.everyMilliseconds, every > 0 {
            self.init(name: name, trigger: .interval(.milliseconds(every)))
        } else {
            return nil
        }
        if let zone = suggestion.zone { self.zone = zone }
    }
}
