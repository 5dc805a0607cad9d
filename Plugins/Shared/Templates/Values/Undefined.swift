/// A name, member or element that is not there. It may be passed on and tested; any use is an error.
final class Undefined: Sendable {
    enum Cause: Sendable {
        case name(String, among: [String])
        case member(String, of: String, among: [String])
        case because(String)
        /// What `a if b` gives when b is false: prints as nothing, as in Jinja2.
        case noElse
    }

    let cause: Cause

    init(_ cause: Cause) { self.cause = cause }

    var isLenient: Bool {
        if case .noElse = cause { true } else { false }
    }

    var error: TemplateError {
        switch cause {
        case .name(let name, let known):
            TemplateError(.undefined, "'\(name)' is not defined" + Self.hint(name, known))
        case .member(let name, let owner, let known):
            TemplateError(.undefined, "\(owner) has no '\(name)'" + Self.hint(name, known))
        case .because(let sentence): TemplateError(.undefined, sentence)
        case .noElse:
            TemplateError(.undefined, "an inline 'if' without 'else' gave nothing, and it is used")
        }
    }

    private static func hint(_ name: String, _ known: [String]) -> String {
        NearMiss.of(name, among: known).map { "; did you mean '\($0)'?" } ?? ""
    }
}
