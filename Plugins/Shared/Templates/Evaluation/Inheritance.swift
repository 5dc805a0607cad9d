/// `{% block name %}`, where it stands.
final class BlockStatement: Statement {
    private let name: String
    private let place: Place
    private let isSilentWhenExtending: Bool
    /// For a scoped block: what it sees of the names around.
    private let visible: [(name: String, reference: Reference)]?
    let depth = 1

    init(
        _ name: String, isSilentWhenExtending: Bool, visible: [(name: String, reference: Reference)]?,
        _ place: Place
    ) {
        self.name = name
        self.isSilentWhenExtending = isSilentWhenExtending
        self.visible = visible
        self.place = place
    }

    func render(_ frame: Frame) throws(TemplateError) {
        if isSilentWhenExtending, frame.context.extended != nil { return }
        frame.run.place = place
        var context = frame.context
        if let visible {
            context = try Context(
                frame.run, parent: context, variables: try frame.values(visible), blocks: context.blocks)
        }
        try BlockCode.render(name, level: 0, context)
    }
}

/// `{% extends name %}`
final class ExtendsStatement: Statement {
    private let name: any Expression
    let depth: Int

    init(_ name: any Expression) {
        self.name = name
        depth = name.depth + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        let value = try name.evaluate(frame)
        frame.run.place = name.place
        guard frame.context.extended == nil else {
            throw TemplateError(.value, "a template can extend one template only")
        }
        let base = try frame.run.set.template(value)
        for (name, block) in base.blocks { frame.context.blocks[name, default: []].append(block) }
        frame.context.extended = base
    }
}

extension Frame {
    func values(_ visible: [(name: String, reference: Reference)]) throws(TemplateError) -> [String:
        Value]
    {
        try run.pay(visible.count)
        var values: [String: Value] = [:]
        for (name, reference) in visible { values[name] = try loadIfSet(reference) }
        return values
    }

    /// nil for a name that was not set on the way here.
    private func loadIfSet(_ reference: Reference) throws(TemplateError) -> Value? {
        switch reference {
        case .slot(let slot): slots[slot]
        case .outer(1, let slot): outer?.slots[slot]
        case .outer, .context: try load(reference)
        }
    }
}
