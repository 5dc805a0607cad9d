/// What lives only while one template is rendered, on one thread: macros, loops, namespaces. Never outside a `Run`.
protocol RuntimeObject: AnyObject {
    /// For a person: "a macro".
    var kind: String { get }
    /// How deep the containers that it holds are; 0 when it holds none, or lets them go at the end of the run.
    var depth: Int { get }
    var isMarkup: Bool { get }
    var isCallable: Bool { get }
    /// What printing it gives.
    var text: String { get throws(TemplateError) }
    /// A member; nil when there is none.
    func member(_ name: String) throws(TemplateError) -> Value?
    var memberNames: [String] { get }
    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value
    /// Calls it and prints the result without making a text of it first. False when it cannot: then `call` is for it.
    func print(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Bool
    /// What a loop over it gives; nil when it cannot be gone through.
    var elements: [Value]? { get }
}

extension RuntimeObject {
    var depth: Int { 0 }
    var isMarkup: Bool { false }
    var isCallable: Bool { true }
    var text: String { "<\(kind)>" }
    var memberNames: [String] { [] }
    var elements: [Value]? { nil }
    func member(_ name: String) throws(TemplateError) -> Value? { nil }
    func print(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Bool { false }

    func call(_ arguments: Arguments, _ site: CallSite) throws(TemplateError) -> Value {
        throw TemplateError(.type, "\(kind) cannot be called")
    }
}

/// Where a call or filter stands: the rendering, and whether text is escaped there.
struct CallSite {
    let run: Run
    let escapes: Bool
}
