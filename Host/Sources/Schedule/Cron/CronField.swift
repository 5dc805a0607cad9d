import HostConfiguration

/// One of the five fields of a cron expression: its name, what may stand in it, and the words it knows.
struct CronField: Sendable {
    let name: String
    let range: ClosedRange<Int>
    /// Words for numbers, in the order of the numbers from `wordBase` on.
    let words: [String]
    let wordBase: Int

    static let minute = CronField("minute", 0...59)
    static let hour = CronField("hour", 0...23)
    static let day = CronField("day of month", 1...31)
    static let month = CronField(
        "month", 1...12,
        words: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], from: 1)
    /// 0 and 7 are both Sunday.
    static let weekday = CronField(
        "day of week", 0...7, words: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"], from: 0)
    /// In the order in which they are written.
    static let all = [minute, hour, day, month, weekday]

    private init(_ name: String, _ range: ClosedRange<Int>, words: [String] = [], from wordBase: Int = 0) {
        self.name = name
        self.range = range
        self.words = words
        self.wordBase = wordBase
    }

    /// `0 to 7 or sun to sat`.
    var allowed: String {
        let numbers = "\(range.lowerBound) to \(range.upperBound)"
        guard let first = words.first, let last = words.last else { return numbers }
        return "\(numbers) or \(first) to \(last)"
    }

    /// The values that `text` names: `*`, a value, a range, each with or without a step, and lists of these.
    func parse(_ text: Substring) throws(CronProblem) -> CronValues {
        var values = CronValues(startsWithStar: text.first == "*")
        for item in text.split(separator: ",", omittingEmptySubsequences: false) {
            for value in try parseItem(item, of: text) { values.insert(value) }
        }
        return values
    }

    private func parseItem(_ item: Substring, of text: Substring) throws(CronProblem) -> StrideThrough<Int> {
        guard !item.isEmpty else {
            throw problem("has an empty place between its commas: \(MessageText.quoted(String(text)))")
        }
        let parts = item.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        let bounds = try parseRange(parts[0])
        guard parts.count == 2 else { return stride(from: bounds.first, through: bounds.last, by: 1) }
        guard let step = Self.number(parts[1]), step > 0 else {
            throw problem(
                "has the step \(MessageText.quoted(String(parts[1])))",
                suggestion: "a step is a number of 1 or more, as in \(range.lowerBound)-\(range.upperBound)/5")
        }
        guard bounds.isRange else {
            throw problem(
                "has a step after one value, \(MessageText.quoted(String(item)))",
                suggestion: "write a range, as in \(parts[0])-\(range.upperBound)/\(step), or */\(step)")
        }
        return stride(from: bounds.first, through: bounds.last, by: step)
    }

    private func parseRange(_ text: Substring) throws(CronProblem) -> (first: Int, last: Int, isRange: Bool) {
        if text == "*" { return (range.lowerBound, range.upperBound, true) }
        let ends = text.split(separator: "-", maxSplits: 1, omittingEmptySubsequences: false)
        let first = try value(ends[0])
        guard ends.count == 2 else { return (first, first, false) }
        var last = try value(ends[1])
        // "fri-sun": Sunday ends a week as well as it begins one.
        if self.isWeekday, last == 0, first > 0 { last = 7 }
        guard first <= last else {
            throw problem(
                "has a range that runs backwards, \(MessageText.quoted(String(text)))",
                suggestion: "write two: \(first)-\(range.upperBound),\(range.lowerBound)-\(last)")
        }
        return (first, last, true)
    }

    private var isWeekday: Bool { range.upperBound == 7 }

    private func value(_ text: Substring) throws(CronProblem) -> Int {
        let found = "has \(MessageText.quoted(String(text)))"
        if let number = Self.number(text) {
            guard range.contains(number) else { throw problem(found, suggestion: nil) }
            return number
        }
        if let index = words.firstIndex(of: text.lowercased()) { return index + wordBase }
        let near = NearMiss.nearest(to: String(text), among: words)
        throw problem(text.isEmpty ? "has a value missing" : found, suggestion: near.map { "did you mean \"\($0)\"?" })
    }

    /// Digits only: no sign, no blank. Nothing over four digits is a value of any field.
    private static func number(_ text: Substring) -> Int? {
        guard (1...4).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }

    private func problem(_ found: String, suggestion: String? = nil) -> CronProblem {
        CronProblem(message: "the \(name) field \(found); allowed is \(allowed)", suggestion: suggestion)
    }
}

/// The values of one field as a set of bits.
struct CronValues: Sendable, Hashable {
    private(set) var bits: UInt64 = 0
    /// Whether the field begins with `*`, which two rules of cron ask for.
    let startsWithStar: Bool

    init(startsWithStar: Bool) { self.startsWithStar = startsWithStar }

    mutating func insert(_ value: Int) { bits |= 1 << UInt64(value) }
    func contains(_ value: Int) -> Bool { bits & (1 << UInt64(value)) != 0 }

    /// The smallest value from `value` on.
    func first(from value: Int) -> Int? {
        guard value < 64 else { return nil }
        let rest = bits >> UInt64(value)
        return rest == 0 ? nil : value + rest.trailingZeroBitCount
    }
}

/// Why a text is no cron expression.
struct CronProblem: Error, Sendable, Equatable {
    /// What was found and what is allowed, as a sentence without its full stop.
    let message: String
    let suggestion: String?
}
