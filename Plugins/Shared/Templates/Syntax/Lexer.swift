/// Cuts a template into tokens. White space control, raw blocks and comments are settled here, as in Jinja2's lexer.
struct Lexer {
    let scalars: [Unicode.Scalar]
    let template: Int32
    let options: TemplateOptions
    var at = 0
    var line: Int32 = 1
    var column: Int32 = 1
    var tokens: [Token] = []
    /// The text that comes next begins a line: then white space before a tag may be removed.
    private var beginsLine = true
    /// Behind the number or name that was read last.
    var eaten = -1

    init(_ source: String, template: Int32, options: TemplateOptions) {
        var scalars: [Unicode.Scalar] = []
        scalars.reserveCapacity(source.utf8.count)
        var previous: Unicode.Scalar = " "
        for scalar in source.unicodeScalars {
            if scalar == "\r" {
                scalars.append("\n")
            } else if scalar != "\n" || previous != "\r" {
                scalars.append(scalar)
            }
            previous = scalar
        }
        if !options.keepTrailingNewline, scalars.last == "\n" { scalars.removeLast() }
        self.scalars = scalars
        self.template = template
        self.options = options
    }

    /// The last token is `end`, or `wrong` where reading stopped.
    static func tokens(_ source: String, template: Int32, options: TemplateOptions) -> [Token] {
        var lexer = Lexer(source, template: template, options: options)
        lexer.run()
        return lexer.tokens
    }

    var place: Place { Place(template: template, line: line, column: column) }

    private mutating func run() {
        while at < scalars.count {
            guard let tag = nextTag() else {
                add(.data, String(scalars: scalars[at...]))
                advance(to: scalars.count)
                break
            }
            guard tag.kind == "#" ? comment(tag.at) : tag.isRaw ? raw(tag.at) : tagged(tag) else {
                return
            }
        }
        add(.end)
    }

    /// The next `{{`, `{%` or `{#`.
    private func nextTag() -> (at: Int, kind: Unicode.Scalar, isRaw: Bool)? {
        var place = at
        while place + 1 < scalars.count {
            if scalars[place] == "{", let kind = Optional(scalars[place + 1]),
                kind == "{" || kind == "%" || kind == "#"
            {
                return (place, kind, kind == "%" && rawTagEnd(place) != nil)
            }
            place += 1
        }
        return nil
    }

    /// Behind `{% raw %}` when one stands here.
    private func rawTagEnd(_ start: Int) -> Int? {
        var place = start + 2
        if place < scalars.count, scalars[place] == "-" || scalars[place] == "+" { place += 1 }
        place = behindSpace(place)
        guard word("raw", at: place) else { return nil }
        place = behindSpace(place + 3)
        if signs("-%}", at: place) { return behindSpace(place + 3) }
        return signs("%}", at: place) ? place + 2 : nil
    }

    func behindSpace(_ start: Int) -> Int {
        var place = start
        while place < scalars.count, scalars[place].isSpace { place += 1 }
        return place
    }

    func signs(_ signs: String, at start: Int) -> Bool {
        scalars[min(start, scalars.count)...].starts(with: signs.unicodeScalars)
    }

    private func word(_ word: String, at start: Int) -> Bool {
        let end = start + word.unicodeScalars.count
        return signs(word, at: start) && (end >= scalars.count || !scalars[end].isWord)
    }

    /// The text before a tag, without the white space that the tag's sign takes away.
    private mutating func text(before tag: Int, sign: Unicode.Scalar?, strips: Bool) {
        var end = tag
        if sign == "-" {
            while end > at, scalars[end - 1].isSpace { end -= 1 }
        } else if sign != "+", options.lstripBlocks, strips {
            var start = end
            while start > at, scalars[start - 1] != "\n" { start -= 1 }
            let wholeLine = start > at || beginsLine
            if wholeLine, scalars[start..<end].allSatisfy(\.isSpace) { end = start }
        }
        if end > at { add(.data, String(scalars: scalars[at..<end])) }
        advance(to: tag)
    }

    private func sign(_ place: Int) -> Unicode.Scalar? {
        place < scalars.count && (scalars[place] == "-" || scalars[place] == "+") ? scalars[place] : nil
    }

    private mutating func comment(_ start: Int) -> Bool {
        let sign = sign(start + 2)
        text(before: start, sign: sign, strips: true)
        let opened = place
        var end = start + 2 + (sign == nil ? 0 : 1)
        while end + 1 < scalars.count, !(scalars[end] == "#" && scalars[end + 1] == "}") { end += 1 }
        guard end + 1 < scalars.count else { return fail("this comment has no end '#}'", at: opened) }
        leaveTag(closing: end + 2, sign: end > start + 2 ? scalars[end - 1] : " ", trims: true)
        return true
    }

    private mutating func raw(_ start: Int) -> Bool {
        text(before: start, sign: sign(start + 2), strips: true)
        let opened = place
        advance(to: rawTagEnd(start) ?? scalars.count)
        beginsLine = at > 0 && scalars[at - 1] == "\n"
        var search = at
        while search < scalars.count {
            if signs("{%", at: search) {
                let sign = sign(search + 2)
                var place = behindSpace(search + (sign == nil ? 2 : 3))
                if word("endraw", at: place) {
                    place = behindSpace(place + 6)
                    let closing: Unicode.Scalar = place < scalars.count ? scalars[place] : " "
                    let end = closing == "-" || closing == "+" ? place + 1 : place
                    if signs("%}", at: end) {
                        text(before: search, sign: sign, strips: true)
                        leaveTag(closing: end + 2, sign: closing, trims: true)
                        return true
                    }
                }
            }
            search += 1
        }
        return fail("this raw block has no '{% endraw %}'", at: opened)
    }

    private mutating func tagged(_ tag: (at: Int, kind: Unicode.Scalar, isRaw: Bool)) -> Bool {
        let isBlock = tag.kind == "%"
        let sign = sign(tag.at + 2)
        text(before: tag.at, sign: sign, strips: isBlock)
        add(isBlock ? .blockBegin : .variableBegin)
        advance(to: tag.at + (sign == nil ? 2 : 3))
        return inside(isBlock: isBlock)
    }

    /// Behind a tag's end: `-` takes the white space that follows, `+` keeps a line break that is removed otherwise.
    mutating func leaveTag(closing end: Int, sign: Unicode.Scalar, trims: Bool) {
        var end = end
        if sign == "-" {
            end = behindSpace(end)
        } else if sign != "+", trims, options.trimBlocks, end < scalars.count, scalars[end] == "\n" {
            end += 1
        }
        advance(to: end)
        beginsLine = end > 0 && scalars[end - 1] == "\n"
    }

    mutating func advance(to end: Int) {
        while at < end {
            if scalars[at] == "\n" {
                line += 1
                column = 1
            } else {
                column += 1
            }
            at += 1
        }
    }

    mutating func add(_ kind: Token.Kind, _ text: String = "", at place: Place? = nil) {
        tokens.append(Token(kind: kind, text: text, place: place ?? self.place))
    }

    /// Ends the reading. Always false.
    mutating func fail(_ sentence: String, at place: Place? = nil) -> Bool {
        add(.wrong, sentence, at: place)
        return false
    }
}
