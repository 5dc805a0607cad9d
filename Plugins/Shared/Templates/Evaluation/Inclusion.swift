/// `{% include name %}`
final class IncludeStatement: Statement {
    private let name: any Expression
    private let ignoresMissing: Bool
    private let visible: [(name: String, reference: Reference)]?
    private let isSilentWhenExtending: Bool
    let depth: Int
    /// In steps: what an included template needs is kept until the end of the run.
    static let cost = 20

    /// - Parameter visible: names around that the included template sees; nil without context.
    init(
        _ name: any Expression, ignoresMissing: Bool, visible: [(name: String, reference: Reference)]?,
        isSilentWhenExtending: Bool
    ) {
        self.name = name
        self.ignoresMissing = ignoresMissing
        self.visible = visible
        self.isSilentWhenExtending = isSilentWhenExtending
        depth = name.depth + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        let run = frame.run
        try run.step(Self.cost)
        if isSilentWhenExtending, frame.context.extended != nil { return }
        let value = try name.evaluate(frame)
        run.place = name.place
        let included: TemplateCode
        do throws(TemplateError) {
            included = try run.set.template(value)
        } catch {
            if ignoresMissing, error.kind == .missing { return }
            throw error
        }
        let context: Context
        if let visible {
            context = try included.context(run, parent: frame.context, variables: try frame.values(visible))
        } else {
            context = try included.context(run, seesData: false)
        }
        try included.render(context)
    }
}

/// `{% import name as alias %}` and `{% from name import a, b as c %}`
final class ImportStatement: Statement {
    private let name: any Expression
    private let visible: [(name: String, reference: Reference)]?
    /// Where the whole goes; nil for `from`.
    private let module: Target?
    private let names: [(name: String, target: Target, place: Place)]
    let depth: Int

    init(
        _ name: any Expression, visible: [(name: String, reference: Reference)]?, module: Target?,
        names: [(name: String, target: Target, place: Place)]
    ) {
        self.name = name
        self.visible = visible
        self.module = module
        self.names = names
        depth = name.depth + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step(IncludeStatement.cost)
        let value = try name.evaluate(frame)
        frame.run.place = name.place
        let object = try imported(try frame.run.set.template(value), frame)
        try assign(module, .object(object), frame)
        for (name, target, place) in names {
            frame.run.place = place
            let value =
                object.exports[name]
                ?? .undefined(Undefined(.member(name, of: object.kind, among: Array(object.exports.keys))))
            try assign(target, value, frame)
        }
    }

    /// What is imported is not exported again.
    private func assign(_ target: Target?, _ value: Value, _ frame: Frame) throws(TemplateError) {
        guard let target else { return }
        try target.assign(value, frame)
        if case .name(_, let shared?) = target { frame.context.exported.remove(shared) }
    }

    private func imported(_ template: TemplateCode, _ frame: Frame) throws(TemplateError)
        -> ModuleObject
    {
        let run = frame.run
        if visible == nil, let module = run.modules[template.number] { return module }
        let context: Context
        if let visible {
            context = try template.context(run, parent: frame.context, variables: try frame.values(visible))
        } else {
            context = try template.context(run, seesData: false)
        }
        let text = try run.capture { () throws(TemplateError) in try template.render(context) }
        let exports = context.variables.filter { context.exported.contains($0.key) }
        let module = try ModuleObject(template.name, exports, text)
        if visible == nil { run.modules[template.number] = module }
        return module
    }
}
