/// `super`, and a member of `self`: a block that can be printed again.
final class BlockObject: RuntimeObject {
    private let name: String
    private let level: Int
    private let context: Context

    init(_ name: String, level: Int, _ context: Context) {
        self.name = name
        self.level = level
        self.context = context
    }

    var kind: String { "the block '\(name)'" }
    var memberNames: [String] { ["super"] }

    func member(_ member: String) throws(TemplateError) -> Value? {
        guard member == "super" else { return nil }
        guard let versions = context.blocks[name], versions.indices.contains(level + 1) else {
            return .undefined(Undefined(.because("there is no parent block '\(name)'")))
        }
        return .object(BlockObject(name, level: level + 1, context))
    }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        let text = try site.run.capture { () throws(TemplateError) in _ = try print(arguments, site) }
        return site.escapes ? .markup(text) : .string(text)
    }

    func print(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Bool {
        _ = try arguments.bound(to: [], for: kind)
        try BlockCode.render(name, level: level, context)
        return true
    }
}

/// `self`: the blocks of this template by their names.
final class BlocksObject: RuntimeObject {
    private let context: Context

    init(_ context: Context) { self.context = context }

    var kind: String { "'self'" }
    var isCallable: Bool { false }
    var memberNames: [String] { Array(context.blocks.keys) }

    func member(_ name: String) throws(TemplateError) -> Value? {
        context.blocks[name] == nil ? nil : .object(BlockObject(name, level: 0, context))
    }
}
