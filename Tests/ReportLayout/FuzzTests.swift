import Fuzzing
import ReportLayout
import ReportMarkup
import ReportScene
import Testing

@Suite("Hostile markup")
struct FuzzTests {
    static let document = """
        <report title="r" lang="ko" width="400" height="300" overflow="paginate" padding="10" background="linear(90, #fff, #eee)">
        <row gap="4" align="baseline" justify="between"><heading level="1">제목 <b>b</b></heading><badge background="$ink/10">a</badge></row>
        <stack align="center" justify="end"><box height="20" shadow="0 1 2 #0003" radius="4" border="1"/><text size="9">x<br/>y</text></stack>
        <table columns="40 20% auto 2*" gap="2" row-gap="1" stripe="#eeeeee" rule="$ink" column-align="center end">
        <tr header="true"><td>1</td><td colspan="3">two &amp; three</td></tr>
        <tr><td valign="end">a</td><td><image src="x" alt="" fit="cover" width="10" height="10"/></td><td/><td align="end">d e f</td></tr>
        </table><row><column grow="1" min-width="10%"><rule thickness="2" color="#333"/><spacer size="4"/></column>
        <chart kind="bar" height="60" min="0" max="10" unit="점" labels="all" alt="c"><series name="s" color="$ink"><point label="a" value="3" here="true"/><point label="b" value=""/></series><mark value="5" label="m"/></chart>
        <text wrap="none" max-lines="2" opacity="0.5" keep="true" break-before="true" keep-lines="true">a<sub>1</sub><sup>2</sup></text></row>
        </report>
        """

    static let theme = """
        {"palette": {"ink": "#111111", "pale": "$ink/20"}, "numbers": {"gap": 4}, "fonts": {"body": "A"},
         "text": {"size": 10}, "elements": {"td": {"padding": 2}}, "charts": {"colors": ["$ink"]},
         "styles": {"a": {"padding": "1 2", "extends": "b"}, "b": {"gap": "$gap", "shadow": "0 1 2 #000"}}}
        """

    /// Whatever comes, the answer is a report of finite boxes or an error.
    private func tryAll(_ markup: [UInt8], _ theme: Theme) throws {
        let root: Element
        do { root = try parseMarkup(markup) } catch { return }
        let report: LaidOutReport
        do { report = try layOut(root, theme: theme, measurer: FakeMeasurer()) } catch { return }
        func check(_ node: LayoutTree.Node) -> Bool {
            [node.box.minX, node.box.minY, node.box.width, node.box.height].allSatisfy(\.isFinite)
                && node.box.width >= 0 && node.box.height >= 0 && node.children.allSatisfy(check)
        }
        #expect(report.tree.pages.allSatisfy(check))
    }

    @Test("mutated documents are laid out or refused")
    func mutatedDocuments() throws {
        var random = SeededRandom(51)
        let theme = try Theme(json: Array(Self.theme.utf8))
        let markup = Array(Self.document.utf8)
        #expect(throws: Never.self) { try layOut(parseMarkup(markup), theme: theme, measurer: FakeMeasurer()) }
        for _ in 0..<FuzzRounds.count(1000) { try tryAll(markup.mutated(&random), theme) }
    }

    /// Mutations of bytes seldom stay well formed; these exchange values.
    @Test("mutated values are laid out or refused")
    func mutatedValues() throws {
        var random = SeededRandom(52)
        let theme = try Theme(json: Array(Self.theme.utf8))
        let parts = Self.document.split(separator: "\"", omittingEmptySubsequences: false).map(String.init)
        let hostile = [
            "nan", "-1", "1e308", "20000", "0", "100%", "auto", "*", "1000*", "$ink", "linear(0, #000, #fff)", "none",
            "justify", "stretch", "between", "0.0001", "1000", "true", "99999999999999999999", "0 0 0 0", "100 20000",
            "paginate", "clip", "50", "center", "end", "letters", "",
        ]
        for _ in 0..<FuzzRounds.count(1000) {
            var changed = parts
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let at = Int.random(in: 0..<parts.count / 2, using: &random) * 2 + 1
                changed[at] = hostile[Int.random(in: 0..<hostile.count, using: &random)]
            }
            try tryAll(Array(changed.joined(separator: "\"").utf8), theme)
        }
    }

    @Test("mutated themes are read or refused")
    func mutatedThemes() throws {
        var random = SeededRandom(53)
        let theme = Array(Self.theme.utf8)
        #expect(throws: Never.self) { try Theme(json: theme) }
        for _ in 0..<FuzzRounds.count(500) { _ = try? Theme(json: theme.mutated(&random)) }
    }

    @Test("the deepest markup that is read fits a small stack", arguments: ["row", "column", "stack", "table", "span"])
    func depth(element: String) {
        let isTable = element == "table"
        let levels = isTable ? 15 : 46
        let opened =
            isTable ? "<table><tr><td>" : element == "span" ? "<span>" : "<\(element) height=\"5\" align=\"center\">"
        let closed = isTable ? "</td></tr></table>" : "</\(element)>"
        let inside = isTable || element == "span" ? "a" : "<text>a</text>"
        let body = String(repeating: opened, count: levels) + inside + String(repeating: closed, count: levels)
        let markup = "<report width=\"400\">\(element == "span" ? "<text>\(body)</text>" : body)</report>"
        let pages = SmallStack.run {
            (try? layOut(parseMarkup(Array(markup.utf8)), theme: Theme(), measurer: FakeMeasurer()))?.tree.pages.count
        }
        #expect(pages == 1)
    }
}
