import ReportLayout
import Testing

@Suite("Layout trees")
struct SnapshotTests {
    @Test("a report's tree has every element, box and line")
    func tree() throws {
        let body = """
            <row gap="10" padding="10" align="center"><heading level="1" size="20">Report</heading><badge>A+</badge></row>
            <table columns="40 *" cell-padding="2"><tr header="true"><td>No</td><td>\"Type\"</td></tr>
            <tr><td>1</td><td><column><text>one two</text><rule/></column></td></tr></table>
            """
        let report = try LayoutFixture.layOut(body, attributes: "height=\"120\"")
        #expect(
            report.tree.json == """
                {"pages": [
                  {"element": "page", "box": [0, 0, 400, 120], "children": [
                    {"element": "row", "box": [0, 0, 400, 46], "children": [
                      {"element": "heading", "box": [10, 10, 60, 26], "lines": ["Report"]},
                      {"element": "badge", "box": [80, 17, 26, 12], "lines": ["A+"]}
                    ]},
                    {"element": "table", "box": [0, 46, 400, 29], "children": [
                      {"element": "tr", "box": [0, 46, 400, 14], "children": [
                        {"element": "td", "box": [0, 46, 40, 14], "lines": ["No"]},
                        {"element": "td", "box": [40, 46, 360, 14], "lines": ["\\"Type\\""]}
                      ]},
                      {"element": "tr", "box": [0, 60, 400, 15], "children": [
                        {"element": "td", "box": [0, 60, 40, 15], "lines": ["1"]},
                        {"element": "td", "box": [40, 60, 360, 15], "children": [
                          {"element": "column", "box": [42, 62, 356, 11], "children": [
                            {"element": "text", "box": [42, 62, 356, 10], "lines": ["one two"]},
                            {"element": "rule", "box": [42, 72, 356, 1]}
                          ]}
                        ]}
                      ]}
                    ]}
                  ]}
                ]}

                """)
    }

    @Test("the same input has the same tree and findings")
    func repeatable() throws {
        let theme = LayoutFixture.theme
        let body = "<row><text>a b c</text><box grow=\"1\" height=\"3\"><text>d</text></box></row>"
        let first = try LayoutFixture.layOut(body, theme: theme)
        let second = try LayoutFixture.layOut(body, theme: theme)
        #expect(first.tree.json == second.tree.json)
        #expect(first.findings == second.findings)
    }
}
