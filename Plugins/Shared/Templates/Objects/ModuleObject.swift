/// A template that was imported: what it sets at its top.
final class ModuleObject: RuntimeObject {
    private let name: String
    let exports: [String: Value]
    /// What the template printed while it was imported.
    let text: String
    let depth: Int

    init(_ name: String, _ exports: [String: Value], _ text: String) throws(TemplateError) {
        depth = try Extent(Array(exports.values)).depth
        self.name = name
        self.exports = exports
        self.text = text
    }

    var kind: String { "the template '\(name)'" }
    var isCallable: Bool { false }
    var isMarkup: Bool { true }
    var memberNames: [String] { Array(exports.keys) }

    func member(_ name: String) throws(TemplateError) -> Value? { exports[name] }
}
