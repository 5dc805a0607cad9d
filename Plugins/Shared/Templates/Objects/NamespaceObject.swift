/// `namespace()`: members that a template may set anywhere.
final class NamespaceObject: RuntimeObject {
    private var names: [String] = []
    private var members: [String: Value] = [:]

    init(_ run: Run) { run.keep(self) }

    var kind: String { "the namespace" }
    var isCallable: Bool { false }
    var text: String { "<Namespace>" }
    var memberNames: [String] { names }

    func member(_ name: String) throws(TemplateError) -> Value? { members[name] }

    func set(_ name: String, _ value: Value) {
        if members.updateValue(value, forKey: name) == nil { names.append(name) }
    }

    func clear() {
        names = []
        members = [:]
    }
}
