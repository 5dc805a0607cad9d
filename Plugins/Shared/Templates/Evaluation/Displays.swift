/// `[a, b]` and `(a, b)`
final class Display: Expression {
    let place: Place
    let elements: [any Expression]
    let isTuple: Bool
    let depth: Int

    init(_ elements: [any Expression], isTuple: Bool, _ place: Place) {
        self.elements = elements
        self.isTuple = isTuple
        self.place = place
        depth = elements.depth + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        var values: [Value] = []
        values.reserveCapacity(elements.count)
        for element in elements { values.append(try element.evaluate(frame)) }
        frame.run.place = place
        return isTuple ? try .tuple(values) : try .list(values)
    }
}

/// `{a: b}`
final class DictionaryDisplay: Expression {
    let place: Place
    private let members: [(key: any Expression, value: any Expression)]
    let depth: Int

    init(_ members: [(key: any Expression, value: any Expression)], _ place: Place) {
        self.members = members
        self.place = place
        depth = max(members.map(\.key).depth, members.map(\.value).depth) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        var pairs: [(Value, Value)] = []
        pairs.reserveCapacity(members.count)
        for (key, value) in members {
            pairs.append((try key.evaluate(frame), try value.evaluate(frame)))
        }
        frame.run.place = place
        for (key, _) in pairs { try frame.run.step(key.weight) }
        return .dictionary(try Mapping(pairs))
    }
}
