/// Text of the template.
final class TextStatement: Statement {
    private let text: [UInt8]
    private let place: Place
    /// Outside of blocks, a template that extends another prints nothing.
    private let isSilentWhenExtending: Bool
    let depth = 1

    init(_ text: String, isSilentWhenExtending: Bool, _ place: Place) {
        self.text = Array(text.utf8)
        self.isSilentWhenExtending = isSilentWhenExtending
        self.place = place
    }

    var isBlank: Bool { String(utf8: text).unicodeScalars.allSatisfy(\.isSpace) }

    func render(_ frame: Frame) throws(TemplateError) {
        if isSilentWhenExtending, frame.context.extended != nil { return }
        try frame.run.print(text: text, at: place)
    }
}

/// `{{ expression }}`
final class PrintStatement: Statement {
    private let expression: any Expression
    private let call: Call?
    private let escapes: Bool
    private let isSilentWhenExtending: Bool
    let depth: Int

    init(_ expression: any Expression, escapes: Bool, isSilentWhenExtending: Bool) {
        self.expression = expression
        call = expression as? Call
        self.escapes = escapes
        self.isSilentWhenExtending = isSilentWhenExtending
        depth = expression.depth + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        if isSilentWhenExtending, frame.context.extended != nil { return }
        let run = frame.run
        try run.step()
        if let call { return try call.print(frame) }
        let value = try expression.evaluate(frame)
        run.place = expression.place
        try run.print(value, escapes: escapes, at: expression.place)
    }
}

/// `{% filter name %}`
final class FilterBlock: Statement {
    private let filter: FilterCall
    private let body: Body
    private let inherited: [Scope.Inheritance]
    private let escapes: Bool
    private let isSilentWhenExtending: Bool
    let depth: Int

    init(
        _ filter: FilterCall, _ body: Body, _ inherited: [Scope.Inheritance], escapes: Bool,
        isSilentWhenExtending: Bool
    ) {
        self.filter = filter
        self.body = body
        self.inherited = inherited
        self.escapes = escapes
        self.isSilentWhenExtending = isSilentWhenExtending
        depth = max(filter.depth, body.depth) + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step()
        if isSilentWhenExtending, frame.context.extended != nil { return }
        try frame.inherit(inherited)
        let text = try frame.run.capture { () throws(TemplateError) in try body.render(frame) }
        let value = try filter.apply(frame, toBlock: text)
        frame.run.place = filter.place
        try frame.run.print(value, escapes: escapes, at: filter.place)
    }
}

/// Statements with names of their own: `with`, `autoescape`.
final class ScopeStatement: Statement {
    private let settings: [(target: Target, value: any Expression)]
    private let body: Body
    private let inherited: [Scope.Inheritance]
    let depth: Int

    init(
        _ settings: [(target: Target, value: any Expression)], _ body: Body,
        _ inherited: [Scope.Inheritance]
    ) {
        self.settings = settings
        self.body = body
        self.inherited = inherited
        depth = max(settings.map(\.value).depth, body.depth) + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step()
        var values: [Value] = []
        for setting in settings { values.append(try setting.value.evaluate(frame)) }
        try frame.inherit(inherited)
        for (setting, value) in zip(settings, values) { try setting.target.assign(value, frame) }
        try body.render(frame)
    }
}
