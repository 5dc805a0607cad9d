/// A group of `groupby`: a pair that also has the names `grouper` and `list`.
final class GroupObject: RuntimeObject {
    private let pair: Items

    init(_ grouper: Value, _ list: Value) throws(TemplateError) {
        pair = try Items([grouper, list])
    }

    var kind: String { "a group" }
    var depth: Int { pair.depth }
    var isCallable: Bool { false }
    var text: String { get throws(TemplateError) { try Value.tuple(pair).uncounted() } }
    var memberNames: [String] { ["grouper", "list"] }
    var elements: [Value]? { pair.values }

    func member(_ name: String) throws(TemplateError) -> Value? {
        switch name {
        case "grouper": pair.values[0]
        case "list": pair.values[1]
        default: nil
        }
    }
}
