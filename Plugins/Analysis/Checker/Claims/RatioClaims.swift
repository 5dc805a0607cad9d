/// How many times as much one is as another.
extension Check {
    /// `5등급 학생은 1등급 학생의 두 배`, "twice": of two that are named.
    mutating func checkRatio(_ index: Int, _ quantity: Quantity) {
        let ratios = namedRatios(index)
        guard !ratios.isEmpty else { return }
        // A whole number of times is seldom meant to the point.
        let slack = quantity.decimals > 0 ? 0.05 : (quantity.hedge == .exact ? 0.25 : 0.5)
        let holds = ratios.contains { ratio in
            if let bound = quantity.bound { return bound.contains(ratio) }
            return abs(ratio - quantity.value) <= slack + 1e-9
        }
        if !holds { reportNumber(.number, index) }
    }

    private func namedRatios(_ index: Int) -> [Double] {
        let near = passage.groups.filter { passage.clause[$0.tokens.lowerBound] == passage.clause[index] }
        guard let kind = near.first?.kind, near.allSatisfy({ $0.kind == kind }) else { return [] }
        let elements = near.flatMap(\.elements)
        guard elements.count == 2 else { return [] }
        var measures: [[Double]] = []
        switch kind {
        case .grades:
            measures = [elements.map { grade in Double(sheet.grades.first { $0.grade == grade }?.count ?? 0) }]
        case .questions:
            measures = [
                elements.compactMap { sheet.questions[$0]?.rate },
                elements.compactMap { sheet.questions[$0]?.wrongRate },
            ]
        case .types:
            let types = elements.filter { sheet.types.indices.contains($0) }.map { sheet.types[$0] }
            measures = [
                types.map(\.rate), types.map { 100 - $0.rate }, types.map { Double($0.total) },
                types.map { Double($0.wrong ?? 0) }, types.map { Double($0.right ?? 0) },
            ]
        }
        return measures.filter { $0.count == 2 && $0.allSatisfy { $0 > 0 } }.flatMap { [$0[0] / $0[1], $0[1] / $0[0]] }
    }
}
