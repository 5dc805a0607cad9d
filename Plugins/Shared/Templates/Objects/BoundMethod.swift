/// `value.method`, to be called.
final class BoundMethod: RuntimeObject {
    private let owner: Value
    private let name: String

    init(_ owner: Value, _ name: String) {
        self.owner = owner
        self.name = name
    }

    var kind: String { "the method '\(name)'" }
    var depth: Int { owner.depth }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        try Methods.call(name, of: owner, arguments, site)
    }
}
