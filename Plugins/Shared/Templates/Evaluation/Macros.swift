/// `{% macro name(…) %}`
final class MacroStatement: Statement {
    private let target: Target
    private let code: MacroCode
    let depth = 1

    init(_ target: Target, _ code: MacroCode) {
        self.target = target
        self.code = code
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step()
        try target.assign(.object(MacroObject(code, in: frame)), frame)
    }
}

/// `{% call(…) name(…) %}`
final class CallBlock: Statement {
    private let call: Call
    private let caller: MacroCode
    private let isSilentWhenExtending: Bool
    let depth: Int

    init(_ call: Call, _ caller: MacroCode, isSilentWhenExtending: Bool) {
        self.call = call
        self.caller = caller
        self.isSilentWhenExtending = isSilentWhenExtending
        depth = call.depth + 1
    }

    func render(_ frame: Frame) throws(TemplateError) {
        try frame.run.step()
        if isSilentWhenExtending, frame.context.extended != nil { return }
        try call.print(frame, caller: .object(MacroObject(caller, in: frame)))
    }
}
