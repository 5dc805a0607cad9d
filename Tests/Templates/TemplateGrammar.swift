import Fuzzing

/// Makes templates from a seed: well formed, and mostly sensible, so that both renderers get far.
struct TemplateGrammar {
    var random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed) }

    private mutating func one(_ choices: [String]) -> String {
        choices.randomElement(using: &random) ?? ""
    }

    private mutating func chance(_ percent: Int) -> Bool {
        Int.random(in: 0..<100, using: &random) < percent
    }

    mutating func template() -> String {
        (0..<Int.random(in: 1...4, using: &random)).map { _ in statement(2) }.joined()
    }

    private mutating func statement(_ depth: Int) -> String {
        let inner = depth > 0
        switch Int.random(in: 0..<(inner ? 10 : 3), using: &random) {
        case 0: return one(["text ", "\n", "<b>", " x\n  "])
        case 1, 2: return "{{ \(printed(3)) }}"
        case 3:
            return
                "{% for x in \(list(2)) \(chance(30) ? "if x" : "") %}\(statement(depth - 1)){{ loop.\(one(["index", "last", "revindex0", "length", "first"])) }}{{ x }}{% else %}\(statement(depth - 1)){% endfor %}"
        case 4:
            return
                "{% if \(any(2)) %}\(statement(depth - 1)){% elif \(number(2)) > 2 %}\(statement(depth - 1)){% else %}e{% endif %}"
        case 5: return "{% set v = \(any(2)) %}{{ v }}\(statement(depth - 1))"
        case 6: return "{% set v %}\(statement(depth - 1)){% endset %}[{{ v }}{{ v|length }}]"
        case 7: return "{% with w = \(any(2)) %}{{ w }}\(statement(depth - 1)){% endwith %}"
        case 8:
            return
                "{% macro m(a, b=\(number(1))) %}\(statement(depth - 1)){{ a }}{{ b }}{% endmacro %}{{ m(\(any(1))) }}{{ m(1, b=\(any(1))) }}"
        default:
            return
                "{%- filter \(one(["upper", "trim", "lower", "replace('a', '<')", "indent(2)"])) -%}\(statement(depth - 1)){%- endfilter %}"
        }
    }

    private mutating func printed(_ depth: Int) -> String {
        chance(20) ? "\(any(depth - 1)) ~ \(any(depth - 1))" : any(depth)
    }

    private mutating func any(_ depth: Int) -> String {
        switch Int.random(in: 0..<6, using: &random) {
        case 0, 1: number(depth)
        case 2, 3: text(depth)
        case 4: list(depth)
        default: truth(depth)
        }
    }

    private mutating func number(_ depth: Int) -> String {
        guard depth > 0 else {
            return one(["n", "neg", "zero", "half", "pi", "whole", "1", "2.5", "10", "-3", "true", "0.1"])
        }
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            return "(\(number(depth - 1)) \(one(["+", "-", "*", "/", "//", "%"])) \(number(depth - 1)))"
        case 1: return "\(text(depth - 1))|\(one(["length", "wordcount", "int", "float"]))"
        case 2:
            return
                "(\(number(depth - 1)))|\(one(["abs", "round", "round(1)", "int", "float", "round(1, 'floor')"]))"
        case 3: return "numbers|\(one(["sum", "max", "min", "first", "last", "length"]))"
        default: return number(0)
        }
    }

    private mutating func text(_ depth: Int) -> String {
        guard depth > 0 else {
            return one([
                "name", "hostile", "text", "empty", "'a-b c'", "\"x<y\"", "words[0]", "student.name",
                "spaced", "lines",
            ])
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "(\(text(depth - 1)) + \(text(depth - 1)))"
        case 1:
            let filters = [
                "upper", "lower", "title", "capitalize", "trim", "e", "safe", "replace('a', 'b')",
                "truncate(9)", "center(12)",
                "reverse", "striptags", "urlencode", "string", "indent", "wordwrap(7)", "forceescape",
                "default('d')",
            ]
            return "(\(text(depth - 1)))|\(one(filters))"
        case 2: return "(\(text(depth - 1)))[\(one(["1:", ":3", "::-1", "-2:", "1:4:2", "::2"]))]"
        case 3: return "(\(list(depth - 1)))|join(\(one(["', '", "'<'", "", "hostile|safe"])))"
        case 4: return "'\(one(["%s", "%5s|", "<%s>", "%-4s|%%"]))' % (\(any(depth - 1)),)"
        default:
            return
                "(\(text(depth - 1))).\(one(["upper()", "strip()", "replace('a', '')", "swapcase()", "title()", "zfill(4)"]))"
        }
    }

    private mutating func list(_ depth: Int) -> String {
        guard depth > 0 else {
            return one([
                "words", "numbers", "none_list", "range(4)|list", "[1, 'a']", "student.tags", "(3, 2)|list",
            ])
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "(\(list(depth - 1)) + \(list(depth - 1)))"
        case 1: return "[\(any(depth - 1)), \(any(depth - 1))]"
        case 2: return "(\(list(depth - 1)))[\(one(["1:", ":2", "::-1"]))]"
        case 3:
            return
                "(\(list(depth - 1)))|map('\(one(["string", "upper", "length", "default", "e"]))')|list"
        case 4:
            return
                "(\(list(depth - 1)))|\(one(["unique", "reverse", "select", "reject('none')", "sort", "batch(2)", "slice(2)"]))|list"
        default: return "(\(text(depth - 1))).split()"
        }
    }

    private mutating func truth(_ depth: Int) -> String {
        guard depth > 0 else { return one(["yes", "no", "true", "nothing", "(nope is defined)"]) }
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return "(\(any(depth - 1)) \(one(["==", "!=", "and", "or"])) \(any(depth - 1)))"
        case 1: return "(\(number(depth - 1)) \(one(["<", "<=", ">", ">="])) \(number(depth - 1)))"
        case 2: return "(\(any(depth - 1)) \(one(["in", "not in"])) \(list(depth - 1)))"
        case 3: return "(not \(any(depth - 1)))"
        default:
            return
                "((\(any(depth - 1))) is \(one(["string", "number", "none", "iterable", "sequence", "mapping", "true", "escaped", "not odd"])))"
        }
    }
}
