/// Templates that know each other by name: includes, imports and bases are sought here and nowhere else.
/// Immutable after it was made; renderings may run at once on any threads.
public struct TemplateSet: Sendable {
    let compiled: CompiledSet

    /// Reads all templates.
    /// - Throws: what is wrong with the first template, in the order of their names, that cannot be read.
    public init(sources: [String: String], options: TemplateOptions = TemplateOptions())
        throws(TemplateError)
    {
        compiled = try CompiledSet(sources, options)
    }

    public init(sources: [String: String], autoescape: Bool) throws(TemplateError) {
        try self.init(sources: sources, options: TemplateOptions(autoescape: autoescape))
    }

    /// The names of all templates, sorted.
    public var names: [String] { compiled.templates.map(\.name) }

    /// Renders a template. Blocks the calling thread for as long as it takes; 512 KiB of stack are enough.
    /// - Parameters:
    ///   - data: what names mean in the template. A name that is missing is an error when it is used.
    ///   - isCancelled: asked every thousand steps.
    public func render(
        _ name: String, _ data: [String: TemplateValue], limits: TemplateLimits = TemplateLimits(),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(TemplateError) -> Rendering {
        let run = Run(compiled, data: data, limits: limits, isCancelled: isCancelled)
        defer { run.end() }
        do throws(TemplateError) {
            let template = try compiled.template(.string(name))
            try template.render(try template.context(run))
        } catch {
            throw run.placed(error)
        }
        return Rendering(run.out, run.marks, compiled.templates.map(\.name))
    }

    /// Renders a template with the members of a dictionary.
    public func render(
        _ name: String, data: TemplateValue, limits: TemplateLimits = TemplateLimits(),
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws(TemplateError) -> Rendering {
        guard case .dictionary(let members) = data else {
            throw TemplateError(.data, "a template is given a dictionary")
        }
        var named: [String: TemplateValue] = [:]
        for (name, value) in zip(members.names, members.values) { named[name] = value }
        return try render(name, named, limits: limits, isCancelled: isCancelled)
    }
}

/// The templates of a set, read.
final class CompiledSet: Sendable {
    let templates: [TemplateCode]
    let options: TemplateOptions
    private let numbers: [ExactText: Int]

    init(_ sources: [String: String], _ options: TemplateOptions) throws(TemplateError) {
        var (templates, numbers): ([TemplateCode], [ExactText: Int]) = ([], [:])
        for (number, name) in sources.keys.sorted().enumerated() {
            numbers[ExactText(name)] = number
            templates.append(
                try Parser.parse(
                    name: name, number: Int32(number), source: sources[name] ?? "", options: options))
        }
        self.templates = templates
        self.numbers = numbers
        self.options = options
    }

    /// By a name, or the first that exists of a list of names.
    func template(_ value: Value) throws(TemplateError) -> TemplateCode {
        if let name = value.text {
            if let number = numbers[ExactText(name)] { return templates[number] }
            let near =
                NearMiss.of(name, among: templates.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
            throw TemplateError(.missing, "there is no template '\(name)'" + near)
        }
        switch value {
        case .list(let items), .tuple(let items):
            for item in items.values {
                if let number = numbers[ExactText(try item.requiredText("the name of a template"))] {
                    return templates[number]
                }
            }
            throw TemplateError(.missing, "none of the templates of this list exists")
        case .undefined(let undefined): throw undefined.error
        default:
            throw TemplateError(.type, "the name of a template has to be a text, and it is \(value.kind)")
        }
    }
}

extension Run {
    /// The error with its place, if it has none.
    func placed(_ error: TemplateError) -> TemplateError {
        guard error.line == 0, place.line > 0, set.templates.indices.contains(Int(place.template))
        else { return error }
        var error = error
        error.template = set.templates[Int(place.template)].name
        error.line = Int(place.line)
        error.column = Int(place.column)
        return error
    }
}
