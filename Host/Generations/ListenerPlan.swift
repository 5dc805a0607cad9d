import HostConfiguration

/// Whether bindings can stand on the listeners that a running host has: those of `host:` are opened at the start and stay
/// as they are until the next one. A binding that counts on another address, or on authentication that is not there yet,
/// must not be published on the old one.
enum ListenerPlan {
    /// - Parameter start: the host's listeners as they were when it started.
    static func problems(
        of processors: [PreparedProcessor], in configuration: ProctorConfiguration, start: [ListenerSettings]
    ) -> [ConfigurationProblem] {
        let open = Dictionary(start.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let wanted = Dictionary(
            configuration.host.listeners.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        var problems: [ConfigurationProblem] = []
        func refuse(_ message: String, at position: SourcePosition) {
            problems.append(
                configuration.source.problem(
                    code: "reload.listener", message: message,
                    suggestion: "start the host again: its own listeners change only then", at: position))
        }
        for processor in processors {
            if let own = processor.listener, open[own.name] != nil {
                refuse(
                    "\(processor.name) would have a listener of its own, and the running host has one of that name",
                    at: processor.position)
            }
            for binding in processor.bindings {
                guard case .http(let http) = binding.source, http.listener != processor.listener?.name else { continue }
                if open[http.listener] == nil {
                    refuse("the running host has no listener \"\(http.listener)\"", at: binding.position)
                } else if open[http.listener] != wanted[http.listener] {
                    refuse(
                        "\(binding.source.address) is bound to the listener \"\(http.listener)\", whose settings have changed",
                        at: binding.position)
                }
            }
        }
        return problems
    }
}
