/// A piece of a template, as the parser takes it.
struct Token: Sendable {
    enum Kind: Sendable, Hashable {
        /// Text outside of tags.
        case data
        case variableBegin
        case variableEnd
        case blockBegin
        case blockEnd
        case name
        case string
        case integer
        case float
        /// `text` says which.
        case sign
        case end
        /// What cannot be read; `text` is the sentence.
        case wrong
    }

    var kind: Kind
    var text: String
    var place: Place
    var integer = 0
    var float = 0.0

    func isName(_ name: String) -> Bool { kind == .name && text == name }
    func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }

    /// For a person.
    var shown: String {
        switch kind {
        case .data: "text"
        case .variableBegin: "'{{'"
        case .variableEnd: "'}}'"
        case .blockBegin: "'{%'"
        case .blockEnd: "'%}'"
        case .name, .sign: "'\(text)'"
        case .string: "a text"
        case .integer, .float: "a number"
        case .end: "the end of the template"
        case .wrong: text
        }
    }
}
