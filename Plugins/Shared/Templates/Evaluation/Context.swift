/// What names mean that no slot holds: what a template sets at its top, what an including template has, the data.
final class Context {
    let run: Run
    private let parent: Context?
    /// How many contexts are around, itself included: imported macros that import can make a long chain.
    private let level: Int
    /// Without it, a template sees only what the language brings along.
    private let seesData: Bool
    var variables: [String: Value]
    /// Set at the top of a template, for those who import it.
    var exported: Set<String> = []
    /// The versions of a block from the most derived template to the base.
    var blocks: [String: [BlockCode]]
    /// What this template extends, once that statement was reached.
    var extended: TemplateCode?

    init(
        _ run: Run, parent: Context? = nil, seesData: Bool = true, variables: [String: Value] = [:],
        blocks: [String: [BlockCode]] = [:]
    ) throws(TemplateError) {
        level = (parent?.level ?? 0) + 1
        guard level <= run.limits.depth else {
            throw TemplateError(
                .limit, "templates include or import one another more than \(run.limits.depth) deep")
        }
        self.run = run
        self.parent = parent
        self.seesData = seesData
        self.variables = variables
        self.blocks = blocks
        run.keep(self)
    }

    /// At the end of the run: macros among the variables hold this context.
    func clear() {
        variables = [:]
        blocks = [:]
        extended = nil
    }

    func resolve(_ name: String) throws(TemplateError) -> Value? {
        if let value = variables[name] { return value }
        if let parent { return try parent.resolve(name) }
        if seesData, let value = try run.data(name) { return value }
        return GlobalFunction.named(name).map { .object($0) }
    }

    var knownNames: [String] {
        let known = Array(variables.keys) + (parent?.knownNames ?? (seesData ? run.dataNames : []))
        return parent == nil ? known + GlobalFunction.names : known
    }
}
