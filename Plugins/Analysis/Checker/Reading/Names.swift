/// The names that the data have, found before anything else is read: they hold digits and common words.
struct Names: Sendable {
    enum Meaning: Sendable {
        case exam
        case student
        case type(Int, isWeak: Bool)
    }

    /// As written, and in lower case.
    private let exact: Words<Meaning>
    private let lower: Words<Meaning>

    /// - Parameter learned: what the text itself has called a type in English, lower case.
    init(_ sheet: FactSheet, learned: [(String, Int)] = []) {
        var exact: [(String, Meaning)] = [(sheet.examName, .exam)]
        var lower: [(String, Meaning)] = []
        if let name = sheet.studentName {
            exact.append((name, .student))
            let given = name.unicodeScalars.dropFirst()
            if name.unicodeScalars.count == 3, given.allSatisfy(\.isHangul) {
                exact += [(String(String.UnicodeScalarView(given)), .student)]
            }
        }
        var words: [String: Set<Int>] = [:]
        var translations: [String: Set<Int>] = [:]
        for (index, type) in sheet.types.enumerated() {
            exact.append((type.name, .type(index, isWeak: false)))
            lower.append((Self.lowercased(type.name), .type(index, isWeak: false)))
            for word in type.name.split(whereSeparator: { " ·/,".contains($0) }) where word.count > 1 {
                words[String(word), default: []].insert(index)
            }
            for word in TypeTranslations.korean(Self.lowercased(type.name)) { words[word, default: []].insert(index) }
            for word in TypeTranslations.english[type.name] ?? [] {
                translations[word, default: []].insert(index)
                translations[word.split(separator: " ").joined(separator: "-"), default: []].insert(index)
            }
        }
        for (name, index) in learned { translations[name] = [index] }
        let names = Set(sheet.types.map(\.name))
        for (word, types) in words where types.count == 1 && !names.contains(word) {
            if let index = types.first { exact.append((word, .type(index, isWeak: true))) }
        }
        for (word, types) in translations where types.count == 1 {
            if let index = types.first { lower.append((word, .type(index, isWeak: false))) }
        }
        self.exact = Words(exact.filter { !$0.0.isEmpty })
        self.lower = Words(lower.filter { !$0.0.isEmpty })
    }

    func match(_ text: [Unicode.Scalar], lowercase: [Unicode.Scalar], at start: Int) -> (meaning: Meaning, end: Int)? {
        if let found = exact.match(text, at: start, accepts: { Self.mayEnd(text, start, $0) }) { return found }
        return lower.match(lowercase, at: start) { Self.mayEnd(text, start, $0) }
    }

    /// A Latin name ends with its word; a Korean one may have a particle.
    private static func mayEnd(_ text: [Unicode.Scalar], _ start: Int, _ end: Int) -> Bool {
        guard end < text.count else { return true }
        if text[end - 1].isLatin { return !text[end].isLatin }
        guard text[end].isHangul else { return !text[end].isDigit || !text[end - 1].isDigit }
        var ending = String.UnicodeScalarView()
        for scalar in text[end...].prefix(6) {
            guard scalar.isHangul else { break }
            ending.append(scalar)
        }
        return Particles.mayFollowNoun(String(ending))
            || ["군", "양", "님", "아", "야", "학"].contains(String(ending.prefix(1)))
    }

    static func lowercased(_ text: String) -> String {
        var lower = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { lower.append(scalar.lowercase) }
        return String(lower)
    }
}
