/// A part of a template that is ready to be evaluated. Nodes never change, so one tree serves many renderings at once.
protocol Expression: AnyObject, Sendable {
    var place: Place { get }
    /// How many nodes lie in one another from here on.
    var depth: Int { get }
    func evaluate(_ frame: Frame) throws(TemplateError) -> Value
}

/// A part of a template that prints or sets something.
protocol Statement: AnyObject, Sendable {
    var depth: Int { get }
    func render(_ frame: Frame) throws(TemplateError)
}

/// Statements in their order.
struct Body: Sendable {
    let statements: [any Statement]
    let depth: Int

    init(_ statements: [any Statement]) {
        self.statements = statements
        depth = 1 + (statements.map(\.depth).max() ?? 0)
    }

    func render(_ frame: Frame) throws(TemplateError) {
        for statement in statements { try statement.render(frame) }
    }
}

extension [any Expression] {
    var depth: Int { map(\.depth).max() ?? 0 }
}
