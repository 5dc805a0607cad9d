/// What a `set`, `for` or `with` gives values to.
indirect enum Target: Sendable {
    /// - Parameter shared: the name, at the top of a template, which blocks and includes see.
    case name(slot: Int, shared: String?)
    /// `namespace.name`
    case member(any Expression, String, Place)
    case tuple([Target], Place)

    func assign(_ value: Value, _ frame: Frame) throws(TemplateError) {
        switch self {
        case .name(let slot, let shared):
            frame.slots[slot] = value
            guard let shared else { return }
            frame.context.variables[shared] = value
            if !shared.hasPrefix("_") { frame.context.exported.insert(shared) }
        case .member(let owner, let name, let place):
            let object = try owner.evaluate(frame)
            frame.run.place = place
            guard case .object(let object) = object, let namespace = object as? NamespaceObject else {
                throw TemplateError(.type, "only a namespace() can be given members: \(object.kind) cannot")
            }
            namespace.set(name, value)
        case .tuple(let targets, let place):
            frame.run.place = place
            let values = try value.elements(frame.run)
            guard values.count == targets.count else {
                throw TemplateError(
                    .value,
                    "\(targets.count) values are wanted here, and there \(values.count == 1 ? "is" : "are") \(values.count)"
                )
            }
            for (target, value) in zip(targets, values) { try target.assign(value, frame) }
        }
    }
}

/// `{% set a = b %}`
final class SetStatement: Statement {
    private let target: Target
    private let value: any Expression
    let depth: Int

    init(_ target: Target, _ value: any Expression) {
        self.target = target
        self.value = value
        depth = value.depth + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step()
        try target.assign(try value.evaluate(frame), frame)
    }
}

/// `{% set a %}…{% endset %}`
final class SetBlock: Statement {
    private let target: Target
    private let filter: FilterCall?
    private let body: Body
    private let inherited: [Scope.Inheritance]
    private let escapes: Bool
    let depth: Int

    init(
        _ target: Target, _ filter: FilterCall?, _ body: Body, _ inherited: [Scope.Inheritance],
        escapes: Bool
    ) {
        self.target = target
        self.filter = filter
        self.body = body
        self.inherited = inherited
        self.escapes = escapes
        depth = max(filter?.depth ?? 0, body.depth) + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step()
        try frame.inherit(inherited)
        let text = try frame.run.capture { () throws(TemplateError) in try body.render(frame) }
        var value = escapes ? Value.markup(text) : .string(text)
        if let filter { value = try filter.apply(frame, toBlock: text) }
        try target.assign(value, frame)
    }
}
