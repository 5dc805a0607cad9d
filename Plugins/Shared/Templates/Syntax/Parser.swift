/// Reads tokens into a tree that is ready to be rendered. Names are given their slots on the way, in one pass.
/// This file has what all parts need; statements and expressions are in their own.
struct Parser {
    let name: String
    let number: Int32
    var escapes: Bool
    private var tokens: [Token]
    private var at = 0
    var scope: Scope
    let unit: UnitScope
    var blocks: [String: BlockCode] = [:]
    /// Set when the template has an `extends`: then what stands outside of blocks is not printed.
    let extends: Bool
    /// How many tags and parentheses are open.
    private var nesting = 0
    /// Names of the tags that are open, for messages.
    var openTags: [(name: String, place: Place)] = []

    /// Deeper nesting than this is refused: of tags in tags and parentheses in parentheses.
    static let deepest = 24
    /// Longer chains of operators, filters or members are refused.
    static let deepestTree = 120

    init(name: String, number: Int32, source: String, options: TemplateOptions) {
        self.name = name
        self.number = number
        escapes = options.autoescape
        tokens = Lexer.tokens(source, template: number, options: options)
        unit = UnitScope(.root)
        scope = Scope(unit)
        var extends = false
        for index in tokens.indices.dropLast() where tokens[index].kind == .blockBegin {
            if tokens[index + 1].isName("extends") { extends = true }
        }
        self.extends = extends
    }

    static func parse(name: String, number: Int32, source: String, options: TemplateOptions)
        throws(TemplateError)
        -> TemplateCode
    {
        do throws(TemplateError) {
            guard source.utf8.count <= 4 << 20 else {
                throw TemplateError(.limit, "a template of more than 4 MiB")
            }
            var parser = Parser(name: name, number: number, source: source, options: options)
            let selfSlot = parser.scope.declare("self", inherits: false)
            let body = try parser.statements(until: [])
            let setSelf = SelfStatement(selfSlot)
            return TemplateCode(
                name: name, number: number, body: Body([setSelf] + body.statements),
                slots: parser.unit.slots,
                inherited: parser.scope.inherited, blocks: parser.blocks)
        } catch {
            var error = error
            if error.template.isEmpty { error.template = name }
            throw error
        }
    }

    // MARK: Tokens

    var current: Token { tokens[at] }
    var following: Token { lookahead(1) }

    func lookahead(_ count: Int) -> Token { tokens[min(at + count, tokens.count - 1)] }

    @discardableResult
    mutating func next() -> Token {
        let token = tokens[at]
        if at < tokens.count - 1 { at += 1 }
        return token
    }

    mutating func skip(name: String) -> Bool {
        guard current.isName(name) else { return false }
        next()
        return true
    }

    mutating func skip(sign: String) -> Bool {
        guard current.isSign(sign) else { return false }
        next()
        return true
    }

    mutating func expect(sign: String) throws(TemplateError) {
        guard skip(sign: sign) else { throw unexpected("'\(sign)'") }
    }

    mutating func expect(name: String) throws(TemplateError) {
        guard skip(name: name) else { throw unexpected("'\(name)'") }
    }

    mutating func expect(_ kind: Token.Kind, _ shown: String) throws(TemplateError) -> Token {
        guard current.kind == kind else { throw unexpected(shown) }
        return next()
    }

    mutating func expectTagEnd() throws(TemplateError) { _ = try expect(.blockEnd, "'%}'") }

    // MARK: Errors

    func fail(_ sentence: String, at place: Place? = nil, _ kind: TemplateError.Kind = .syntax)
        -> TemplateError
    {
        let place = place ?? current.place
        return TemplateError(
            kind, sentence, template: name, line: Int(place.line), column: Int(place.column))
    }

    func unexpected(_ expected: String) -> TemplateError {
        if current.kind == .wrong { return fail(current.text) }
        return fail("\(expected) is expected here, and there is \(current.shown)")
    }

    /// Runs `body` one level deeper; refuses too many levels, because each takes stack.
    mutating func nested<Result>(_ body: (inout Parser) throws(TemplateError) -> Result)
        throws(TemplateError) -> Result
    {
        guard nesting < Self.deepest else {
            throw fail("tags and parentheses are nested more than \(Self.deepest) deep", .limit)
        }
        nesting += 1
        defer { nesting -= 1 }
        return try body(&self)
    }

    /// The expression, unless it is a chain that is too long.
    func checked<Node: Expression>(_ node: Node) throws(TemplateError) -> Node {
        guard node.depth <= Self.deepestTree else {
            throw fail(
                "an expression of more than \(Self.deepestTree) parts in a row", at: node.place, .limit)
        }
        return node
    }

    // MARK: Scopes

    /// Runs `body` in a scope of its own.
    mutating func scoped<Result>(_ body: (inout Parser) throws(TemplateError) -> Result)
        throws(TemplateError) -> (
            Result, [Scope.Inheritance]
        )
    {
        let around = scope
        scope = Scope(around.unit, parent: around)
        defer { scope = around }
        let result = try body(&self)
        return (result, scope.inherited)
    }

    /// Runs `body` in a unit of its own.
    mutating func inUnit<Result>(
        _ unit: UnitScope, _ body: (inout Parser) throws(TemplateError) -> Result
    )
        throws(TemplateError) -> (Result, [Scope.Inheritance])
    {
        let around = scope
        scope = Scope(unit)
        defer { scope = around }
        let result = try body(&self)
        return (result, scope.inherited)
    }

    /// The scopes of macro bodies that are open, to which `caller`, `varargs` and `kwargs` belong.
    var macroScopes: [MacroSpecials] = []

    /// Whether what is printed here is printed for nobody, once the template extends another.
    var isSilentWhenExtending: Bool {
        guard extends else { return false }
        var unit = scope.unit
        while unit.kind == .loop, let outer = unit.outer { unit = outer.unit }
        return unit.kind == .root && captures == 0
    }

    /// How many `set` and `filter` blocks are open, whose text is kept.
    var captures = 0
}

/// Which of the special names a macro's body uses.
final class MacroSpecials {
    let scope: Scope
    private(set) var caller: Int?
    private(set) var varargs: Int?
    private(set) var kwargs: Int?

    init(_ scope: Scope) { self.scope = scope }

    /// Declares a special name in the macro, unless it is a parameter.
    func use(_ name: String) {
        guard scope.own(name) == nil else { return }
        let slot = scope.declare(name, inherits: false)
        switch name {
        case "caller": caller = slot
        case "varargs": varargs = slot
        default: kwargs = slot
        }
    }
}

/// Gives a template its `self`.
final class SelfStatement: Statement {
    private let slot: Int
    let depth = 1

    init(_ slot: Int) { self.slot = slot }

    func render(_ frame: Frame) throws(TemplateError) {
        frame.slots[slot] = .object(BlocksObject(frame.context))
    }
}
