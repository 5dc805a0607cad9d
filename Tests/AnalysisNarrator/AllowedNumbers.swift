/// Every number that a text about a class may say, by unit, worked out from who had what right.
struct AllowedNumbers {
    private var byUnit: [NumberScan.Unit: [Double]] = [:]

    /// Those that no fact of their unit has, with one decimal.
    func strangers(among found: [NumberScan.Found]) -> [NumberScan.Found] {
        found.filter { number in
            !byUnit[number.unit, default: []].contains { abs($0 - number.value) <= 0.05 + 1e-6 }
        }
    }

    private mutating func allow(_ unit: NumberScan.Unit, _ numbers: [Double]) {
        byUnit[unit, default: []] += numbers
    }

    private mutating func allow(_ unit: NumberScan.Unit, _ numbers: [Int]) { allow(unit, numbers.map(Double.init)) }

    /// The bands of difficulty.
    private static let thresholds: [Double] = [20, 40, 60, 80]

    static func exam(_ group: GeneratedClass) -> AllowedNumbers {
        var allowed = AllowedNumbers()
        let highest = group.scores.max() ?? 0
        let lowest = group.scores.min() ?? 0
        allowed.allow(.points, [group.average, highest, lowest, highest - lowest])
        allowed.allow(.points, [highest - group.average, group.average - lowest])
        let rates = group.types.indices.map(group.rate)
        let named = Set(group.types.compactMap(\.self))
        let means = named.map { type in
            group.questions(of: type).reduce(0) { $0 + rates[$1] } / Double(group.questions(of: type).count)
        }
        allowed.allow(.percent, thresholds + rates + means + [rates.reduce(0, +) / Double(rates.count)])
        allowed.allow(.percentagePoints, means.flatMap { one in means.map { abs(one - $0) } })
        allowed.allow(.question, Array(1...rates.count))
        let ties = [rates.count { $0 == rates.min() }, rates.count { $0 == rates.max() }]
        let bands = [rates.count { $0 < 40 }, rates.count { $0 >= 80 }]
        let typed = group.types.count { $0 != nil }
        allowed.allow(.count, [rates.count, typed, named.count, rates.count { $0 == 100 }] + ties + bands)
        allowed.allow(.count, [means.min(), means.max()].map { edge in means.count { abs($0 - (edge ?? 0)) < 1e-6 } })
        allowed.allow(.people, [group.participants])
        for grade in Set(group.grades) {
            for count in [group.grades.count { $0 == grade }, group.grades.count { $0 <= grade }] {
                allowed.allow(.people, [count])
                allowed.allow(.percent, [Double(count) / Double(group.participants) * 100])
            }
        }
        allowed.allow(.grade, Array(Set(group.grades)))
        return allowed
    }

    static func student(_ index: Int, unmarked: Int, of group: GeneratedClass) -> AllowedNumbers {
        var allowed = AllowedNumbers()
        let score = group.scores[index]
        allowed.allow(.points, [score, group.average, abs(score - group.average)])
        allowed.allow(.grade, [group.grades[index]])
        let missed = group.types.indices.filter { !group.right[index][$0] }
        allowed.allow(.question, missed.map { $0 + 1 })
        allowed.allow(.percent, missed.map(group.rate) + [40, 60])
        // Questions without a type are in no table of types: the table's sums are all that a student's figures know.
        let typed = group.types.indices.filter { group.types[$0] != nil }
        let right = typed.count { group.right[index][$0] }
        // What an English sentence counts without a noun: missed 9.
        for unit in [NumberScan.Unit.count, .other] {
            allowed.allow(unit, [typed.count, right, typed.count - right, missed.count])
        }
        let byType = Dictionary(grouping: missed) { group.types[$0] }.values.map(\.count)
        allowed.allow(.count, byType)
        allowed.allow(.other, byType)
        allowed.allow(.count, [unmarked])
        let named = Set(group.types.compactMap(\.self))
        let shares = named.map { type -> Double in
            let questions = group.questions(of: type)
            let right = questions.count { group.right[index][$0] }
            allowed.allow(.count, [questions.count, right, questions.count - right])
            let share = Double(right) / Double(questions.count) * 100
            allowed.allow(.percent, [share])
            return share
        }
        let edges = [shares.min(), shares.max()].map { edge in shares.count { abs($0 - (edge ?? 0)) < 1e-6 } }
        allowed.allow(.count, edges + [named.count])
        return allowed
    }
}
