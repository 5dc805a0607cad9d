import Templates
import Testing

/// Work that grows faster than the template or its data is refused before it is done, and ordinary work costs little.
@Suite("Costs")
struct CostTests {
    private func outcome(
        _ source: String, _ data: [String: TemplateValue] = [:], limits: TemplateLimits = TemplateLimits()
    ) -> Result<String, TemplateError> {
        Result { () throws(TemplateError) in
            try TemplateSet(sources: ["main": source]).render("main", data, limits: limits).text
        }
    }

    private func error(
        _ source: String, _ data: [String: TemplateValue] = [:], limits: TemplateLimits = TemplateLimits()
    ) -> TemplateError? {
        if case .failure(let error) = outcome(source, data, limits: limits) { error } else { nil }
    }

    /// Two lists, or tuples, that are equal and share no part of themselves, each doubled thirty times.
    private static func doubled(_ open: String, _ close: String, _ use: String) -> String {
        "{% set n = namespace(a=\(open)1,\(close), b=\(open)1,\(close)) %}{% for i in range(30) %}"
            + "{% set n.a = \(open)n.a, n.a\(close) %}{% set n.b = \(open)n.b, n.b\(close) %}{% endfor %}" + use
    }

    @Test(
        "values that hold themselves many times are neither hashed nor compared to the end",
        arguments: [
            doubled("(", ")", "{{ {n.a: 1} }}"), doubled("(", ")", "{{ n.a in {1: 2, (1, 2): 3} }}"),
            doubled("(", ")", "{{ {}.get(n.a) }}"), doubled("(", ")", "{{ [n.a, n.b]|unique }}"),
            doubled("(", ")", "{{ dict([(n.a, 1)]) }}"), doubled("[", "]", "{{ n.a == n.b }}"),
            doubled("[", "]", "{{ n.a < n.b }}"), doubled("[", "]", "{{ n.a in [n.b] }}"),
            doubled("[", "]", "{{ [n.a].index(n.b) }}"), doubled("[", "]", "{{ [n.a].count(n.b) }}"),
            doubled("[", "]", "{{ n.a is eq(n.b) }}"), doubled("[", "]", "{{ [n.a, n.b]|sort }}"),
            doubled("[", "]", "{{ [n.a, n.b]|max }}"), doubled("[", "]", "{{ n.a|tojson }}"),
            doubled("[", "]", "{{ n.a }}"), doubled("[", "]", "{{ {1: n.a} == {1: n.b} }}"),
            doubled("[", "]", "{{ [{'a': n.a}, {'a': n.b}]|groupby('a') }}"),
            doubled(
                "[", "]",
                "{% for x in [1, 2] %}{{ loop.changed(n.a if loop.first else n.b) }}{% endfor %}"),
        ])
    func shared(_ source: String) {
        let failed = error(source, limits: TemplateLimits(steps: 100_000))
        #expect(failed?.kind == .limit, "\(String(describing: failed))")
    }

    @Test(
        "what touches a long text again and again is paid for",
        arguments: [
            "a is lower", "a is upper", "a|wordcount", "a|length", "a|striptags", "a|truncate(10)", "a|trim",
            "b in a", "a == c", "a < c", "a.find(b)", "a.rfind(b)", "a.count(b)", "a.startswith(b)", "a.isalpha()",
            "a|replace(b, 'c')", "{a: 1}[a]", "{'x': 1}.get(a)", "a[399000]", "a[-399000]", "a[5:6]", "a|int",
            "(a, 1)|unique", "[a]|map('wordcount')", "[a]|select('lower')", "a.split(b)", "a.rsplit(b)", "l is lower",
            "l|wordcount", "l|safe", "'%.1s' % l", "l|string", "l|e", "l ~ ''",
        ])
    func texts(_ expression: String) {
        let a = String(repeating: "a", count: 400_000)
        let data: [String: TemplateValue] = [
            "a": .string(a), "c": .string(a + ""),
            "l": .list((0..<100_000).map { .integer($0) }), "b": .string(String(repeating: "a", count: 20_000) + "b"),
        ]
        let source = "{% for i in range(20) %}{% set x = \(expression) %}{% endfor %}"
        let failed = error(source, data, limits: TemplateLimits(steps: 100_000, seconds: 60))
        #expect(failed?.kind == .limit && failed?.message.contains("steps") == true, "\(String(describing: failed))")
    }

    /// Four thousand names that are never set.
    private static let unused = "{% if false %}" + (0..<4_000).map { "{% set a\($0) = 1 %}" }.joined() + "{% endif %}"

    @Test(
        "names that are carried along without being used are paid for",
        arguments: [
            "{% macro m() %}" + unused + "{% endmacro %}{% for i in range(100) %}{{ m() }}{% endfor %}",
            "{% for i in range(100) %}" + unused + "{% endfor %}",
            "{% for i in range(100) %}{% if d.nope is defined %}{% endif %}{% endfor %}",
            "{% for i in range(100) %}{% set x = d.items() %}{% endfor %}",
            "{% for i in range(100) %}{% set x = d|items %}{% endfor %}",
        ])
    func carried(_ source: String) {
        let members = (0..<4_000).map { ("n\($0)", TemplateValue.integer($0)) }
        let failed = error(
            source, ["d": .dictionary(TemplateDictionary(members))],
            limits: TemplateLimits(steps: 20_000, seconds: 60))
        #expect(failed?.message.contains("steps") == true, "\(String(describing: failed))")
    }

    @Test(
        "a text or range is not turned into a list that is too long",
        arguments: [
            "{% for x in a %}{% endfor %}", "{% set b, c = a %}", "{{ a|list|length }}", "{{ namespace(*a) }}",
            "{{ 'x' in [a|map('upper')] }}",
        ])
    func elements(_ source: String) {
        let failed = error(source, ["a": .string(String(repeating: "a", count: 4_000_000))])
        #expect(failed?.kind == .limit, "\(String(describing: failed))")
    }

    @Test("the ends and places of a text and a range are taken without making a list")
    func ends() throws {
        let source = "{{ a|first }}{{ a|last }}{{ a[0] }}{{ a[-1] }}{{ a[-3] }}{{ a[1] }}{{ range(2, 9)|last }}"
        let checks = "{{ a[4] is defined }}{{ a[-5] is defined }}{{ ''|first is defined }}{{ a[-4] }}"
        let long = "{% for i in range(1000) %}{% set x = b[0] ~ b[-1] ~ b|first %}{% endfor %}"
        #expect(
            try outcome(
                source + checks + long,
                ["a": "aéo̱", "b": .string(String(repeating: "b", count: 1_000_000))],
                limits: TemplateLimits(steps: 40_000_000, seconds: 60)
            ).get()
                == "a\u{331}a\u{331}éé8FalseFalseFalsea")
    }

    @Test("searching takes time by the lengths added, not multiplied")
    func search() throws {
        let data: [String: TemplateValue] = [
            "a": .string(String(repeating: "a", count: 1_000_000)),
            "b": .string(String(repeating: "a", count: 200_000) + "b"),
            "c": .string("b" + String(repeating: "a", count: 200_000)),
        ]
        let source =
            "{{ a.find(b) }} {{ a.rfind(c) }} {{ b in a }} {{ a|replace(b, '')|length }} {{ a.rsplit(c)|length }}"
        #expect(try outcome(source, data).get() == "-1 -1 False 1000000 1")
        let found = "{{ 'ababacab'.find('abac') }}{{ 'aabaabaab'.count('aab') }}{{ 'xaaax'.rfind('aa') }}"
        let cut = "{{ 'a--b---c'.rsplit('--', 1) }}{{ 'a--b---c'.split('--') }}{{ 'abab'.rpartition('ab') }}"
        #expect(
            try TemplateSet(sources: ["main": found + cut], autoescape: false).render("main", [:]).text
                == "232['a--b-', 'c']['a', 'b', '-c']('ab', 'ab', '')")
    }

    @Test(
        "a long template is read in time by its length",
        arguments: [
            ("{{ f(" + (0..<12_000).map { "a\($0)=1" }.joined(separator: ", ") + ") }}", "255 arguments"),
            ("{{ f(" + (0..<12_000).map { "\($0)" }.joined(separator: ", ") + ") }}", "255 arguments"),
            ("{% set " + (0..<20_000).map { "a\($0)" }.joined(separator: ",") + " = 1 %}", "255 names"),
        ])
    func reading(_ source: String, _ wanted: String) {
        let failed = error(source)
        #expect(failed?.kind == .syntax && failed?.message.contains(wanted) == true)
    }

    @Test("twenty thousand names at the top of a template are read quickly")
    func names() throws {
        let source = (0..<20_000).map { "{% set a\($0) = \($0) %}" }.joined() + "{{ a19999 }}"
        let clock = ContinuousClock()
        let start = clock.now
        #expect(try outcome(source).get() == "19999")
        #expect(clock.now - start < .seconds(20))
    }

    @Test("the rows of a class are written for little: what a text has is paid for once")
    func rows() throws {
        let rows: [TemplateValue] = (0..<3_000).map { number in
            ["number": .integer(number), "title": "Question \(number)", "rate": .number(0.5), "tags": ["a", "b"]]
        }
        let source =
            "{{ rows|tojson|length > 100000 }}{{ rows|tojson(indent=2)|length > 100000 }}"
            + "{{ ('%s ' * 3000 % rows|map(attribute='title')|list|length) if 0 }}"
            + "{{ ('{0} ' * 3000).format('a question of a class')|length }}"
        #expect(
            try outcome(source, ["rows": .list(rows)], limits: TemplateLimits(steps: 200_000)).get()
                == "TrueTrue66000")
        let joined = "{% set x = a" + String(repeating: " ~ a", count: 100) + " %}{{ x|length }}"
        #expect(
            try outcome(
                joined, ["a": .string(String(repeating: "a", count: 50_000))], limits: TemplateLimits(steps: 1_000_000)
            ).get() == "5050000")
    }
}
