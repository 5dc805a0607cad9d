import PluginSDK

/// How a line of the ledger lies in the store: `llm-usage/2026-03-01/TENANT/PROVIDER/MODEL`, its names percent-encoded,
/// and a JSON object.
enum UsageRecord {
    static let prefix = "llm-usage/"

    static func key(_ key: UsageKey) -> String {
        prefix + [key.day, key.tenant, key.provider, key.model].map(encoded).joined(separator: "/")
    }

    /// Nil for what is none.
    static func key(from text: String) -> UsageKey? {
        guard text.hasPrefix(prefix) else { return nil }
        let parts = text.dropFirst(prefix.count).split(separator: "/", omittingEmptySubsequences: false)
            .compactMap(decoded)
        guard parts.count == 4 else { return nil }
        return UsageKey(day: parts[0], tenant: parts[1], provider: parts[2], model: parts[3])
    }

    static func value(_ totals: UsageTotals) -> [UInt8] {
        let document: JSONValue = [
            "answers": .integer(totals.answers), "input": .integer(totals.inputTokens),
            "output": .integer(totals.outputTokens), "cached_input": .integer(totals.cachedInputTokens),
            "estimated": .integer(totals.estimatedAnswers), "cost": .number(totals.cost),
        ]
        return Array(document.text.utf8)
    }

    /// Nil for what is none.
    static func totals(from bytes: [UInt8]) -> UsageTotals? {
        guard let document = try? JSONValue(parsing: bytes), case .object = document else { return nil }
        var totals = UsageTotals()
        totals.answers = integer(document["answers"])
        totals.inputTokens = integer(document["input"])
        totals.outputTokens = integer(document["output"])
        totals.cachedInputTokens = integer(document["cached_input"])
        totals.estimatedAnswers = integer(document["estimated"])
        switch document["cost"] {
        case .number(let cost): totals.cost = cost
        case .integer(let cost): totals.cost = Double(cost)
        default: break
        }
        return totals
    }

    private static func integer(_ value: JSONValue?) -> Int {
        if case .integer(let number)? = value { number } else { 0 }
    }

    /// So that a name has neither a slash nor a control character, and 120 bytes at most.
    private static func encoded(_ name: String) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        for byte in name.utf8 where bytes.count < 118 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: ":"):
                bytes.append(byte)
            default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func decoded(_ text: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(text.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
