import Foundation
import Templates
import Testing

/// Deep nesting ends with an error, on a thread with the smallest stack that the host gives its workers.
@Suite("Depth on a small stack")
struct StackTests {
    /// A round that puts what `n.x` was into what it is then, many times.
    private static func chain(_ round: String) -> String {
        "{% set n = namespace(x='x') %}{% for i in range(5000) %}" + round + "{% endfor %}{{ nope }}"
    }

    private static let modules = [
        "module": "{% set before = n.x %}",
        "importing":
            "{% macro go() %}{% import 'importing' as m with context %}{% set n.x = m.go %}{% endmacro %}",
    ]

    static let deep: [(String, String)] = [
        (
            "parentheses",
            "{{ " + String(repeating: "(", count: 5_000) + "1" + String(repeating: ")", count: 5_000)
                + " }}"
        ),
        (
            "lists",
            "{{ " + String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000) + " }}"
        ),
        (
            "dictionaries",
            "{{ " + String(repeating: "{1:", count: 5_000) + "1" + String(repeating: "}", count: 5_000)
                + " }}"
        ),
        ("signs", "{{ " + String(repeating: "-", count: 5_000) + "1 }}"),
        ("nots", "{{ " + String(repeating: "not ", count: 5_000) + "1 }}"),
        ("sums", "{{ 1" + String(repeating: "+1", count: 5_000) + " }}"),
        ("powers", "{{ 1" + String(repeating: "**1", count: 5_000) + " }}"),
        ("members", "{{ a" + String(repeating: ".a", count: 5_000) + " }}"),
        ("filters", "{{ 'a'" + String(repeating: "|upper", count: 5_000) + " }}"),
        ("inline ifs", "{{ 1" + String(repeating: " if 1 else 1", count: 5_000) + " }}"),
        (
            "subscripts",
            "{{ a" + String(repeating: "[a", count: 5_000) + String(repeating: "]", count: 5_000) + " }}"
        ),
        (
            "calls",
            "{{ " + String(repeating: "dict(a=", count: 5_000) + "1"
                + String(repeating: ")", count: 5_000) + " }}"
        ),
        (
            "ifs",
            String(repeating: "{% if 1 %}", count: 5_000) + String(repeating: "{% endif %}", count: 5_000)
        ),
        ("fors", String(repeating: "{% for a in [1] %}", count: 5_000)),
        (
            "targets",
            "{% set " + String(repeating: "(", count: 5_000) + "a" + String(repeating: ")", count: 5_000)
                + " = 1 %}"
        ),
        (
            "macro",
            "{% macro m(x) %}{% if 1 %}{% for a in [1] %}{{ [m(x + 1)|upper]|join }}{% endfor %}{% endif %}{% endmacro %}{{ m(1) }}"
        ),
        ("include", "{% for a in [1] %}{% include 'main' %}{% endfor %}"),
        ("import", "{% import 'main' as m %}"),
        ("extends", "{% extends 'main' %}"),
        ("self", "{% block a %}{{ self.a() }}{% endblock %}"),
        (
            "caller",
            "{% macro m() %}{{ caller() }}{% call m() %}x{% endcall %}{% endmacro %}{% call m() %}y{% endcall %}"
        ),
        ("loop", "{% for x in [1] recursive %}{{ loop([1]) }}{% endfor %}"),
        (
            "value",
            "{% set n = namespace(x=[]) %}{% for i in range(5000) %}{% set n.x = [n.x] %}{% endfor %}{{ n.x }}"
        ),
        (
            "objects",
            "{% set n = namespace(x=1) %}{% for i in range(5000) %}{% set n.x = namespace(y=n.x) %}{% endfor %}{{ 1 }}{{ nope }}"
        ),
        (
            "closures",
            "{% set n = namespace(x=1) %}{% macro m(p) %}{% macro i() %}{{ p }}{% endmacro %}{% set n.x = i %}{% endmacro %}{% for i in range(5000) %}{{ m(n.x) }}{% endfor %}{{ nope }}"
        ),
        ("joiners", chain("{% set n.x = joiner(n.x) %}")),
        ("loops", chain("{% for x in [n.x] %}{% set n.x = loop %}{% endfor %}")),
        ("methods of loops", chain("{% for x in [n.x] %}{% set n.x = loop.cycle %}{% endfor %}")),
        ("modules", chain("{% import 'module' as m with context %}{% set n.x = m %}")),
        (
            "what a loop compares with",
            chain("{% for x in [1] %}{% if loop.changed([n.x]) %}{% set n.x = loop %}{% endif %}{% endfor %}")
        ),
        (
            "frames around recursive loops",
            "{% set n = namespace(x=1) %}{% macro m(p) %}{% for x in [1] recursive %}{% set n.x = loop %}{% endfor %}{% endmacro %}{% for i in range(5000) %}{{ m(n.x) }}{% endfor %}{{ nope }}"
        ),
        (
            "imports that import",
            "{% set n = namespace() %}{% import 'importing' as m with context %}{% set n.x = m.go %}{% for i in range(5000) %}{{ n.x() }}{% endfor %}{{ nope }}"
        ),
    ]

    @Test("hostile depth is refused on 512 KiB", arguments: deep.map(\.0))
    func refused(_ name: String) throws {
        let source = try #require(Self.deep.first { $0.0 == name }).1
        let error = try #require(onSmallStack { try render(source) })
        #expect(error.kind == .limit || error.kind == .undefined || error.kind == .syntax, "\(error)")
        #expect(error.line > 0 && !error.template.isEmpty)
    }

    @Test("what is just allowed fits on 512 KiB")
    func allowed() throws {
        let parentheses =
            "{{ " + String(repeating: "(", count: 22) + "1" + String(repeating: ")", count: 22) + " }}"
        let sums = "{{ 1" + String(repeating: "+1", count: 110) + " }}"
        let lists =
            "{% set x = " + String(repeating: "[", count: 20) + String(repeating: "]", count: 20)
            + " %}{{ x }}{{ x == x }}{{ x|tojson }}"
        let ifs =
            String(repeating: "{% if 1 %}", count: 22) + "x" + String(repeating: "{% endif %}", count: 22)
        let macros =
            "{% macro m(x) %}{% if x > 0 %}{{ m(x - 1)|upper }}{% endif %}{% endmacro %}{{ m(20) }}"
        for source in [parentheses, sums, lists, ifs, macros] {
            let error = onSmallStack { try render(source) }
            #expect(error == nil, "\(error.map(String.init(describing:)) ?? "") \(source.prefix(40))")
        }
    }

    @Test("JSON that is too deep is refused")
    func json() {
        let bytes = Array((String(repeating: "[", count: 100_000)).utf8)
        let error = onSmallStack { _ = try TemplateValue(json: bytes) }
        #expect(error?.kind == .data)
    }

    private func render(_ source: String) throws {
        let sources = Self.modules.merging(["main": source]) { _, new in new }
        _ = try TemplateSet(sources: sources).render("main", [:])
    }

    private func onSmallStack(_ body: @escaping @Sendable () throws -> Void) -> TemplateError? {
        let result = Outcome()
        let thread = Thread {
            do { try body() } catch { result.error = error as? TemplateError }
            result.done.signal()
        }
        thread.stackSize = 512 << 10
        thread.start()
        result.done.wait()
        return result.error
    }

    /// Written by the thread before it signals and read after that.
    private final class Outcome: @unchecked Sendable {
        var error: TemplateError?
        let done = DispatchSemaphore(value: 0)
    }
}
