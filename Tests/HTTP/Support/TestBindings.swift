import HostConfiguration
import HostDispatch

extension Binding {
    /// A binding as plugins.yaml would have it; to an operation, or to a queue where one is named.
    static func http(
        _ method: String, _ path: String, operation: String = "test.echo", queue: String? = nil,
        listener: String = HTTPBinding.defaultListener
    ) -> Binding {
        Binding(
            source: .http(HTTPBinding(listener: listener, method: method, path: path)),
            target: queue.map { .queue($0) } ?? .operation(operation), position: SourcePosition(file: "plugins.yaml"))
    }
}

extension PathTable {
    /// A table of bindings without routes, each told by its method and path.
    init(_ bindings: [Binding]) {
        self.init()
        for binding in bindings {
            guard case .http(let http) = binding.source else { continue }
            add(BoundRoute(binding: binding, processor: "test", route: nil), method: http.method, path: http.path)
        }
    }

    /// What a request finds: `GET /exams/{id} id=7`, `malformed`, or nil.
    func found(_ method: String, _ path: String) -> String? {
        switch match(method: method, path: path) {
        case .nothing: return nil
        case .malformed: return "malformed"
        case .found(let match):
            let status = match.purpose == .status ? ["status"] : []
            return ([match.bound.binding.source.address] + status + match.parameters.map { "\($0.name)=\($0.value)" })
                .joined(separator: " ")
        }
    }
}
