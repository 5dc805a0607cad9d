import Templates
import Testing

/// Data never becomes markup on its way through a filter, a format or a block.
@Suite("Data stays data")
struct EscapingTests {
    private func text(_ source: String) throws -> String {
        try TemplateSet(sources: ["main": source]).render("main", ["name": "<i>"]).text
    }

    @Test(
        "what a filter takes from its arguments is escaped",
        arguments: [
            "{% filter default(name, true) %}{% endfilter %}", "{% filter join(name) %}ab{% endfilter %}",
            "{% filter int(name) %}x{% endfilter %}", "{% filter float(name) %}x{% endfilter %}",
            "{% filter wordwrap(1, wrapstring=name) %}a b{% endfilter %}",
            "{% filter replace('a', name) %}a{% endfilter %}", "{% filter indent(name, true) %}a{% endfilter %}",
            "{% filter truncate(3, true, name, 0) %}abcdef{% endfilter %}",
            "{% filter format(name) %}%s{% endfilter %}",
            "{% set x | join(name) %}ab{% endset %}{{ x }}",
            "{% set x | default(name, true) %}{% endset %}{{ x }}",
            "{% filter trim|default(name, true) %} {% endfilter %}",
            "{{ name|wordwrap(9, wrapstring='<br>'|safe) }}",
        ])
    func filters(_ source: String) throws {
        let shown = try text(source)
        #expect(!shown.contains("<i>") && shown.contains("&lt;i&gt;"), "\(shown)")
    }

    @Test("what a filter keeps as markup stays markup")
    func markup() throws {
        #expect(try text("{% filter upper %}<b>{{ name }}</b>{% endfilter %}") == "<B>&LT;I&GT;</B>")
        #expect(try text("{% filter trim|indent(2) %} <b>\n</b> {% endfilter %}") == "<b>\n  </b>")
        #expect(try text("{% set x | replace('a', 'b') %}<a>{% endset %}{{ x }}") == "<b>")
        #expect(try text("{% filter title %}<b>{% endfilter %}") == "&lt;B&gt;")
        #expect(try text("{% filter striptags %}<b>&lt;i&gt;</b>{% endfilter %}") == "&lt;i&gt;")
    }

    @Test("a character in a format that is markup is escaped")
    func characters() throws {
        #expect(try text("{{ '%c%c'|safe|format('<', 60) }}") == "&lt;&lt;")
        #expect(try text("{{ '<b>%c'|safe % '<'|safe }}") == "<b><")
    }

    @Test("a separator that is markup makes markup of lines that are escaped")
    func wrapping() throws {
        #expect(try text("{{ 'a <b> c'|wordwrap(3, wrapstring='<br>'|safe) }}") == "a<br>&lt;b&gt;<br>c")
    }
}
