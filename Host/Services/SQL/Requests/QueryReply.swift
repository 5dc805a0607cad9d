import FoundationEssentials
import HostObservability
import HostPostgreSQL

/// Writes the answer of `sql.query/1` as the bytes that are sent.
struct QueryReply {
    /// Most bytes of rows in one answer, about; what is beyond is left out and said to be.
    static let limit = 8 << 20

    private(set) var bytes: [UInt8] = []

    init(_ results: [PostgreSQLResult]) {
        add(#"{"results":"#)
        list(results, "[", "]") { $0.add($1) }
        add("}")
    }

    private mutating func add(_ result: PostgreSQLResult) {
        add(#"{"columns":"#)
        list(result.columns, "[", "]") { $0.add(JSONText.quoted($1)) }
        add(#","rows":"#)
        list(result.rows, "[", "]") { reply, row in reply.list(row, "[", "]") { $0.add($1) } }
        if let affected = result.affected { add(#","affected":\#(affected)"#) }
        if result.isTruncated { add(#","truncated":true"#) }
        add("}")
    }

    private mutating func add(_ value: PostgreSQLValue) {
        switch value {
        case .null: add("null")
        case .bool(let flag): add(flag ? "true" : "false")
        case .int(let number): add(String(number))
        case .double(let number): add(Self.text(of: number))
        case .text(let text): add(JSONText.quoted(text))
        case .bytes(let content):
            add(#"{"base64":""#)
            bytes += Data(content).base64EncodedData()
            add(#""}"#)
        }
    }

    /// JSON has no word for what is no number; both databases then say it in text, as PostgreSQL spells it.
    private static func text(of number: Double) -> String {
        guard !number.isFinite else { return "\(number)" }
        return number.isNaN ? #""NaN""# : number > 0 ? #""Infinity""# : #""-Infinity""#
    }

    private mutating func list<Element>(
        _ elements: [Element], _ open: String, _ close: String, _ each: (inout QueryReply, Element) -> Void
    ) {
        add(open)
        for (index, element) in elements.enumerated() {
            if index > 0 { add(",") }
            each(&self, element)
        }
        add(close)
    }

    private mutating func add(_ text: String) { bytes += text.utf8 }
}
