import PluginSDK

// What keywords may have as their value.

extension SchemaReader {
    mutating func kinds(_ value: JSONValue, _ place: [String]) -> Set<JSONKind>? {
        let words: [JSONValue] = if case .array(let elements) = value { elements } else { [value] }
        var kinds: Set<JSONKind> = []
        for word in words {
            guard case .string(let name) = word, let kind = JSONKind(rawValue: name) else {
                let known = JSONKind.allCases.map(\.rawValue).joined(separator: ", ")
                fault(place, "a type is one of \(known)")
                return nil
            }
            kinds.insert(kind)
        }
        guard !kinds.isEmpty else {
            fault(place, "a list of types has at least one")
            return nil
        }
        return kinds
    }

    mutating func choices(_ value: JSONValue, _ place: [String]) -> [JSONValue] {
        guard case .array(let elements) = value, !elements.isEmpty else {
            fault(place, "needs a list of at least one value")
            return []
        }
        return elements
    }

    mutating func named(_ value: JSONValue, _ place: [String]) -> [String: Int] {
        guard case .object(let members) = value else {
            fault(place, "needs an object of schemas")
            return [:]
        }
        var indexes: [String: Int] = [:]
        for (name, schema) in members.sorted(by: { $0.key < $1.key }) {
            indexes[name] = rule(schema, place + [name])
        }
        return indexes
    }

    mutating func list(_ value: JSONValue, _ place: [String]) -> [Int] {
        guard case .array(let elements) = value, !elements.isEmpty else {
            fault(place, "needs a list of at least one schema")
            return []
        }
        var indexes: [Int] = []
        for (number, element) in elements.enumerated() { indexes.append(rule(element, place + [String(number)])) }
        return indexes
    }

    mutating func names(_ value: JSONValue, _ place: [String]) -> [String] {
        guard case .array(let elements) = value else {
            fault(place, "needs a list of names")
            return []
        }
        var names: [String] = []
        for element in elements {
            guard case .string(let name) = element else {
                fault(place, "needs a list of names")
                return []
            }
            names.append(name)
        }
        return names
    }

    mutating func flag(_ value: JSONValue, _ place: [String]) -> Bool {
        guard case .bool(let flag) = value else {
            fault(place, "needs true or false")
            return false
        }
        return flag
    }

    mutating func count(_ value: JSONValue, _ place: [String]) -> Int? {
        guard case .integer(let count) = value, count >= 0 else {
            fault(place, "needs a whole number, 0 or more")
            return nil
        }
        return count
    }

    mutating func number(_ value: JSONValue, _ place: [String]) -> Double? {
        switch value {
        case .integer(let number): return Double(number)
        case .number(let number): return number
        default:
            fault(place, "needs a number")
            return nil
        }
    }

    mutating func step(_ value: JSONValue, _ place: [String]) -> Double? {
        guard let step = number(value, place) else { return nil }
        guard step > 0 else {
            fault(place, "needs a number above 0")
            return nil
        }
        return step
    }

    mutating func pattern(_ value: JSONValue, _ place: [String]) -> TextPattern? {
        guard case .string(let source) = value else {
            fault(place, "needs a string")
            return nil
        }
        do throws(PatternFault) {
            return try TextPattern(source)
        } catch {
            fault(place, error.message)
            return nil
        }
    }
}
