/// A constant.
final class Literal: Expression {
    enum Constant: Sendable {
        case none
        case bool(Bool)
        case integer(Int)
        case number(Double)
        case string(String)
    }

    let place: Place
    let constant: Constant
    let depth = 1

    init(_ constant: Constant, _ place: Place) {
        self.constant = constant
        self.place = place
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        switch constant {
        case .none: .none
        case .bool(let value): .bool(value)
        case .integer(let value): .integer(value)
        case .number(let value): .number(value)
        case .string(let text): .string(text)
        }
    }
}

/// A name.
final class Name: Expression {
    let place: Place
    let name: String
    private let reference: Reference
    let depth = 1

    init(_ name: String, _ reference: Reference, _ place: Place) {
        self.name = name
        self.reference = reference
        self.place = place
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { try frame.load(reference) }
}

/// `owner.name`
final class Member: Expression {
    let place: Place
    let owner: any Expression
    let name: String
    let depth: Int
    /// Then the method wins over an element of that name, as in Jinja2.
    private let isDictionaryMethod: Bool

    init(_ owner: any Expression, _ name: String, _ place: Place) {
        self.owner = owner
        self.name = name
        self.place = place
        depth = owner.depth + 1
        isDictionaryMethod = Methods.dictionary.contains(name)
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try owner.evaluate(frame)
        if case .dictionary(let mapping) = value, !isDictionaryMethod,
            let element = mapping.value(named: name)
        {
            return element
        }
        frame.run.place = place
        return try value.member(name, frame.run)
    }
}

/// `owner[key]`
final class Element: Expression {
    let place: Place
    private let owner: any Expression
    private let key: any Expression
    let depth: Int

    init(_ owner: any Expression, _ key: any Expression, _ place: Place) {
        self.owner = owner
        self.key = key
        self.place = place
        depth = max(owner.depth, key.depth) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try owner.evaluate(frame)
        let key = try key.evaluate(frame)
        frame.run.place = place
        return try value.element(key, frame.run)
    }
}

/// `owner[start:stop:step]`
final class SliceExpression: Expression {
    let place: Place
    private let owner: any Expression
    private let bounds: [(any Expression)?]
    let depth: Int

    init(_ owner: any Expression, _ bounds: [(any Expression)?], _ place: Place) {
        self.owner = owner
        self.bounds = bounds
        self.place = place
        depth = max(owner.depth, bounds.compactMap { $0 }.depth) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try owner.evaluate(frame)
        var numbers: [Int?] = []
        for bound in bounds {
            let number = try bound?.evaluate(frame) ?? .none
            frame.run.place = bound?.place ?? place
            if case .none = number {
                numbers.append(nil)
            } else {
                numbers.append(try number.whole("the bound of a slice"))
            }
        }
        frame.run.place = place
        return try value.sliced(numbers[0], numbers[1], numbers[2] ?? 1, frame.run)
    }
}
