/// What the language brings along without data.
final class GlobalFunction: RuntimeObject {
    static let names = ["range", "dict", "namespace", "cycler", "joiner"]
    private let name: String

    private init(_ name: String) { self.name = name }

    static func named(_ name: String) -> GlobalFunction? {
        names.contains(name) ? GlobalFunction(name) : nil
    }

    var kind: String { "the function '\(name)'" }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        switch name {
        case "range": return try range(arguments, site.run)
        case "dict": return .dictionary(try Mapping(pairs(arguments, site.run)))
        case "namespace":
            try site.run.step(10)
            let namespace = NamespaceObject(site.run)
            for (key, value) in try pairs(arguments, site.run) {
                namespace.set(try key.requiredText("the name of a namespace's member"), value)
            }
            return .object(namespace)
        case "cycler":
            guard arguments.named.isEmpty else {
                throw TemplateError(.type, "cycler() takes no named arguments")
            }
            return .object(try CyclerObject(arguments.positional))
        default:
            return .object(
                try JoinerObject(try arguments.bound(to: ["sep"], for: "joiner()")[0] ?? .string(", ")))
        }
    }

    private func range(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> Value {
        guard arguments.named.isEmpty, (1...3).contains(arguments.positional.count) else {
            throw TemplateError(.type, "range() takes one to three whole numbers")
        }
        var numbers: [Int] = []
        for argument in arguments.positional {
            numbers.append(try argument.whole("a bound of range()"))
        }
        if numbers.count == 1 { numbers.insert(0, at: 0) }
        let step = numbers.count == 3 ? numbers[2] : 1
        return .range(
            try Progression(
                start: numbers[0], stop: numbers[1], step: step, limit: run.limits.rangeElements))
    }

    /// A dictionary or pairs, and named arguments.
    private func pairs(_ arguments: Arguments, _ run: Run) throws(TemplateError) -> [(Value, Value)] {
        guard arguments.positional.count <= 1 else {
            throw TemplateError(.type, "\(name)() takes at most one argument without a name")
        }
        var pairs: [(Value, Value)] = []
        if let first = arguments.positional.first {
            if case .dictionary(let mapping) = first {
                pairs = Array(zip(mapping.keys, mapping.values))
            } else {
                for element in try first.elements(run) {
                    let pair = try element.elements(run)
                    guard pair.count == 2 else { throw TemplateError(.value, "\(name)() needs pairs") }
                    try run.step(pair[0].weight)
                    pairs.append((pair[0], pair[1]))
                }
            }
        }
        return pairs + arguments.named.map { (.string($0.name), $0.value) }
    }
}
