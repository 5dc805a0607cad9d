/// A template that is ready to be rendered.
final class TemplateCode: Sendable {
    let name: String
    let number: Int32
    let body: Body
    let slots: Int
    let inherited: [Scope.Inheritance]
    let blocks: [String: BlockCode]

    init(
        name: String, number: Int32, body: Body, slots: Int, inherited: [Scope.Inheritance],
        blocks: [String: BlockCode]
    ) {
        self.name = name
        self.number = number
        self.body = body
        self.slots = slots
        self.inherited = inherited
        self.blocks = blocks
    }

    /// A context of this template's own: its blocks, and what it sees of others.
    func context(
        _ run: Run, parent: Context? = nil, seesData: Bool = true, variables: [String: Value] = [:]
    ) throws(TemplateError) -> Context {
        try run.pay(blocks.count)
        return try Context(
            run, parent: parent, seesData: seesData, variables: variables,
            blocks: blocks.mapValues { [$0] })
    }

    func render(_ context: Context) throws(TemplateError) {
        let run = context.run
        try run.enter(body.depth, slots: slots)
        defer { run.leave(body.depth) }
        let frame = Frame(run, context, slots: slots)
        try frame.inherit(inherited)
        try body.render(frame)
        guard let base = context.extended else { return }
        context.extended = nil
        try base.render(context)
    }
}

/// A block as one template has it.
final class BlockCode: Sendable {
    let name: String
    let body: Body
    let slots: Int
    let inherited: [Scope.Inheritance]
    let superSlot: Int?
    let selfSlot: Int?
    let isRequired: Bool

    init(
        name: String, body: Body, slots: Int, inherited: [Scope.Inheritance], superSlot: Int?,
        selfSlot: Int?,
        isRequired: Bool
    ) {
        self.name = name
        self.body = body
        self.slots = slots
        self.inherited = inherited
        self.superSlot = superSlot
        self.selfSlot = selfSlot
        self.isRequired = isRequired
    }

    /// - Parameter level: 0 for the most derived version.
    static func render(_ name: String, level: Int, _ context: Context) throws(TemplateError) {
        guard let versions = context.blocks[name], versions.indices.contains(level) else {
            throw TemplateError(.undefined, "there is no parent block '\(name)'")
        }
        let code = versions[level]
        if code.isRequired, versions.count <= 1 {
            throw TemplateError(
                .missing, "the block '\(name)' is required, and no template has filled it")
        }
        let run = context.run
        try run.step()
        try run.enter(code.body.depth, slots: code.slots)
        defer { run.leave(code.body.depth) }
        let frame = Frame(run, context, slots: code.slots)
        if let slot = code.superSlot {
            frame.slots[slot] =
                versions.indices.contains(level + 1)
                ? .object(BlockObject(name, level: level + 1, context))
                : .undefined(Undefined(.because("there is no parent block '\(name)' for super()")))
        }
        if let slot = code.selfSlot { frame.slots[slot] = .object(BlocksObject(context)) }
        try frame.inherit(code.inherited)
        try code.body.render(frame)
    }
}
