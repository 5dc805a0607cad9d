import Templates
import Testing

@Suite("Rendering")
struct RenderingTests {
    private func error(
        _ source: String, _ data: [String: TemplateValue] = [:],
        limits: TemplateLimits = TemplateLimits()
    ) -> TemplateError? {
        do throws(TemplateError) {
            _ = try TemplateSet(sources: ["main": source]).render("main", data, limits: limits)
            return nil
        } catch {
            return error
        }
    }

    private func text(
        _ source: String, _ data: [String: TemplateValue] = [:],
        _ options: TemplateOptions = TemplateOptions()
    )
        throws -> String
    {
        try TemplateSet(sources: ["main": source], options: options).render("main", data).text
    }

    @Test("an error names the template, the line and the column of the expression that failed")
    func places() {
        let failed = error(
            "a\n  {{ student.name }} {{ student.nmae|upper }}", ["student": ["name": "Ann"]])
        #expect(failed?.code == "template.undefined")
        #expect(failed?.template == "main" && failed?.line == 2 && failed?.column == 38)
        #expect(failed?.message == "a dictionary has no 'nmae'; did you mean 'name'?")
    }

    @Test(
        "near misses are suggested",
        arguments: [
            ("{{ 'a'|uper }}", "upper"), ("{{ 1 is difined }}", "defined"), ("{{ studnet }}", "student"),
            ("{% inculde 'a' %}", "include"), ("{{ 'a'|truncate(lenght=3) }}", "length"),
            ("{% for x in [1] %}{{ loop.frist }}{% endfor %}", "first"), ("{% include 'mian' %}", "main"),
            ("{% macro m(value) %}{% endmacro %}{{ m(vaule=1) }}", "value"),
            ("{{ 'a'.uper() }}", "upper"),
        ])
    func suggestions(_ source: String, _ wanted: String) {
        #expect(error(source, ["student": 1])?.message.hasSuffix("did you mean '\(wanted)'?") == true)
    }

    @Test(
        "limits end a template that asks for too much",
        arguments: [
            "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}",
            "{{ range(100001) }}", "{{ 'a' * 99999999999 }}", "{{ [0] * 99999999999 }}",
            "{{ 'a'|center(99999999999) }}",
            "{{ 'a'|indent(99999999999, true) }}", "{{ '%99999999999d' % 1 }}",
            "{{ '{:99999999999}'.format(1) }}",
            "{{ '%.99999999f' % 1.5 }}", "{{ 2 ** 64 }}", "{{ 9223372036854775807 + 1 }}",
            "{{ -9223372036854775807 - 2 }}",
            "{{ 3 ** 99999999 }}", "{{ 2.0 ** 5000 }}", "{{ [1]|batch(99999999999, 0) }}",
            "{{ [1]|slice(99999999999) }}", "{{ 'a'.ljust(99999999999) }}",
            "{{ 'a'.zfill(99999999999) }}",
            "{% set n = namespace(s='aaaaaaaa') %}{% for i in range(100) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
            "{% set n = namespace(s=[1]) %}{% for i in range(100) %}{% set n.s = n.s + n.s %}{% endfor %}",
            "{{ ('a' * 8000000)|replace('a', 'bb') }}",
            "{{ ('a' * 8000000)|e|wordwrap(1, wrapstring='aaaa') }}",
            "{% for i in range(100000) %}{{ 'a' * 100 }}{% endfor %}",
            "{{ 9223372036854775807|abs + 1e30|int }}",
        ])
    func limited(_ source: String) {
        let failed = error(source)
        #expect(failed?.kind == .limit, "\(String(describing: failed))")
        #expect(failed?.line == 1)
    }

    @Test("a template that takes too long or is cancelled ends")
    func time() throws {
        let source = "{% for a in range(100000) %}{% for b in range(100000) %}{% endfor %}{% endfor %}"
        #expect(
            error(source, limits: TemplateLimits(steps: .max, seconds: 0))?.message.contains("seconds")
                == true)
        let set = try TemplateSet(sources: ["main": source])
        #expect {
            _ = try set.render("main", [:], isCancelled: { true })
        } throws: {
            ($0 as? TemplateError)?.kind == .cancelled
        }
    }

    @Test("hostile values are inert: markup, template signs and characters that XML forbids")
    func hostile() throws {
        let name: TemplateValue = "<script>{{ 1 }}{% x %}\u{0}\u{1B}\u{FFFE}\u{7}&\"'"
        let inert = "&lt;script&gt;{{ 1 }}{% x %}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}&amp;&#34;&#39;"
        #expect(try text("{{ name }}", ["name": name]) == inert)
        #expect(
            try text("{{ name|safe|e }}{{ name|safe }}", ["name": "\u{1}<"]) == "\u{FFFD}<\u{FFFD}<")
        let removing = TemplateOptions(forbiddenCharacters: .remove)
        #expect(
            try text("{{ a }}{{ [a] }}", ["a": "x\u{B}\u{FFFF}é"], removing)
                == "xé[&#39;x\\x0b\\uffffé&#39;]")
        #expect(try text("{{ a }}", ["a": .markup("<b>\t\n")]) == "<b>\t\n")
    }

    @Test("the output leads back to the template, through macros, includes and blocks")
    func sourceMap() throws {
        let set = try TemplateSet(sources: [
            "main":
                "{% extends 'base' %}{% block a %}\n<x>{{ 1 }}</x>\n{% include 'part' %}{% endblock %}",
            "base": "first\n{% block a %}{% endblock %}",
            "part": "{% macro m() %}\n  <m/>\n{% endmacro %}<p>{{ m() }}</p>",
        ])
        let rendering = try set.render("main", [:])
        #expect(rendering.text == "first\n\n<x>1</x>\n<p>\n  <m/>\n</p>")
        #expect(
            rendering.place(ofLine: 1, column: 2) == TemplatePlace(template: "base", line: 1, column: 2))
        #expect(
            rendering.place(ofLine: 3, column: 1) == TemplatePlace(template: "main", line: 2, column: 1))
        #expect(
            rendering.place(ofLine: 3, column: 4) == TemplatePlace(template: "main", line: 2, column: 7))
        #expect(
            rendering.place(ofLine: 5, column: 3) == TemplatePlace(template: "part", line: 2, column: 3))
        #expect(rendering.place(ofLine: 6, column: 3)?.template == "part")
        #expect(rendering.place(ofLine: 9, column: 1) == nil)
    }

    @Test("the same input gives the same bytes")
    func deterministic() throws {
        let one = try CaseFile.whole()[0]
        let first = try one.rendered().get()
        for _ in 0..<3 { #expect(try one.rendered().get() == first) }
    }
}
