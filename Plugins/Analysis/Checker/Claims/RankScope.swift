/// Among whom somebody is first or last.
extension Check {
    func scopes(of group: Group, _ superlative: Superlative) -> [[Int: Double]] {
        if group.kind == .types {
            let values = sheet.types.enumerated().map {
                ($0, superlative.measure == .rate ? $1.rate : Double($1.wrong ?? 0))
            }
            let all = Dictionary(uniqueKeysWithValues: values)
            let before = Set(context.groups.filter { $0.kind == .types }.flatMap(\.elements))
            let rest = all.filter { !before.contains($0.key) }
            // `화법을 제외하면`: the best of the others.
            let excluded = Set(excludedTypes)
            if !excluded.isEmpty { return [all.filter { !excluded.contains($0.key) }] }
            return passage.terms.contains(.rest) ? [all, rest] : [all]
        }
        let all = Dictionary(uniqueKeysWithValues: sheet.ranked.map { ($0.number, $0.rate) })
        var scopes = [all]
        for types in (passage.groups + context.groups).filter({ $0.kind == .types }) {
            for type in types.elements { scopes.append(all.filter { sheet.questions[$0.key]?.type == type }) }
        }
        if passage.terms.contains(.this) || tokens.contains(where: { isAmong($0) }) {
            for list in context.questionLists.suffix(2) where list.count > 1 {
                scopes.append(all.filter { list.contains($0.key) })
            }
        }
        return scopes
    }

    var excludedTypes: [Int] {
        let place = tokens.indices.first { index in
            guard case .text(let text) = tokens[index].kind else { return false }
            return text.hasPrefix("제외") || text.hasPrefix("빼") || ["except", "excluding", "besides"].contains(text)
        }
        guard let place else { return [] }
        let groups = passage.groups.filter { $0.kind == .types }
        return
            (passage.isEnglish
            ? groups.first { $0.tokens.lowerBound > place } : groups.last { $0.tokens.upperBound <= place })?.elements
            ?? []
    }

    func isAmong(_ token: Token) -> Bool {
        if case .text(let text) = token.kind { return text == "중" || text.hasPrefix("가운데") || text == "among" }
        return false
    }
}
