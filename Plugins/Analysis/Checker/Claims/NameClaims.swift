/// Names of people and exams: only those that the data have.
extension Check {
    mutating func checkNames() {
        checkPeople()
        checkExams()
        checkExamWords()
    }

    private mutating func reportName(_ range: Range<Int>) {
        let quote = String(String.UnicodeScalarView(passage.text[range.clamped(to: 0..<passage.text.count)].prefix(40)))
        report(
            .name, quote: quote, "‘\(quote)’은(는) 자료에 있는 이름이 아닙니다.", "“\(quote)” is not a name that the data have.")
    }

    // MARK: People

    private mutating func checkPeople() {
        for index in tokens.indices {
            guard case .text(let word) = tokens[index].kind, let first = word.unicodeScalars.first, first.isHangul
            else { continue }
            let scalars = Array(word.unicodeScalars)
            if isNearName(scalars) {
                reportName(tokens[index].range)
                continue
            }
            if isOtherSubject(index, scalars) {
                reportName(tokens[index].range)
                continue
            }
            let isBeforeTitle =
                index + 1 < tokens.count && tokens[index + 1].range.lowerBound == tokens[index].range.upperBound + 1
                && isTitle(index + 1)
            if isBeforeTitle, (2...4).contains(scalars.count), looksLikeName(scalars) {
                reportName(tokens[index].range)
            } else if passage.isEnglish, scalars.count == 3, NameWords.familyNames.contains(first), !isPartOfData(word)
            {
                reportName(tokens[index].range)
            }
        }
    }

    /// `박서준은 76.5점을 받았습니다`: somebody at the beginning who has a score or a grade.
    private func isOtherSubject(_ index: Int, _ scalars: [Unicode.Scalar]) -> Bool {
        guard index == 0, scalars.count == 4 || scalars.count == 5, sheet.studentName != nil,
            NameWords.familyNames.contains(scalars[0])
        else { return false }
        let (name, particle) = (Array(scalars[..<3]), String(String.UnicodeScalarView(scalars[3...])))
        guard ["은", "는", "이", "가", "이는", "이가"].contains(particle),
            !isPartOfData(String(String.UnicodeScalarView(name))),
            !Particles.mayFollowNoun(String(name[2])),
            !NameWords.openings.contains(String(String.UnicodeScalarView(name)))
        else { return false }
        return tokens.indices.contains { place in
            guard passage.clause[place] == passage.clause[index] else { return false }
            return isTextBeginning(place, ["받", "기록", "얻", "거두", "거뒀"])
        } && tokens.contains { $0.quantity?.unit == .points }
    }

    private func isTitle(_ index: Int) -> Bool {
        let quote = passage.quote(index..<index + 1)
        return tokens[index].term == .person
            ? quote.hasPrefix("학생") : quote.hasPrefix("군") || quote.hasPrefix("양은") || quote.hasPrefix("님")
    }

    private func looksLikeName(_ scalars: [Unicode.Scalar]) -> Bool {
        let word = String(String.UnicodeScalarView(scalars))
        guard !NameWords.beforeStudent.contains(word), !isPartOfData(word),
            let last = scalars.last, !["을", "를", "에", "의", "로", "과", "와", "면", "며"].contains(last)
        else { return false }
        if let name = sheet.studentName, name.unicodeScalars.count == 3, scalars.count == 2 {
            // Another given name.
            let given = Array(name.unicodeScalars.dropFirst())
            return scalars != given && (scalars[0] == given[0] || scalars[1] == given[1])
        }
        return scalars.count == 3 && NameWords.familyNames.contains(scalars[0]) && !Particles.isAdnominal(word)
    }

    private func isPartOfData(_ word: String) -> Bool {
        sheet.examName.contains(word) || sheet.types.contains { $0.name.contains(word) }
            || sheet.studentName?.contains(word) == true
    }

    /// The student's name with one other syllable.
    private func isNearName(_ scalars: [Unicode.Scalar]) -> Bool {
        guard let name = sheet.studentName else { return false }
        let own = Array(name.unicodeScalars)
        guard own.count == 3, scalars.count >= 3 else { return false }
        let same = zip(own, scalars).count { $0 == $1 }
        return same == 2 && Particles.mayFollowNoun(String(String.UnicodeScalarView(scalars[3...])))
            && NameWords.familyNames.contains(scalars[0])
    }

    // MARK: Exams

    /// The exam's name with another word in it.
    private mutating func checkExams() {
        let words = Self.words(Array(sheet.examName.unicodeScalars))
        guard words.count >= 2 else { return }
        let said = Self.words(passage.text)
        func text(_ range: Range<Int>, of scalars: [Unicode.Scalar]) -> String {
            String(String.UnicodeScalarView(scalars[range]))
        }
        let name = words.map { text($0, of: Array(sheet.examName.unicodeScalars)) }
        let spoken = said.map { text($0, of: passage.text) }
        guard spoken.count >= name.count else { return }
        for start in 0...(spoken.count - name.count) {
            var strangers: [Int] = []
            for offset in name.indices {
                let isSame =
                    offset == name.count - 1
                    ? isLast(spoken[start + offset], name[offset]) : spoken[start + offset] == name[offset]
                if !isSame { strangers.append(offset) }
            }
            guard strangers.count == 1, let stranger = strangers.first,
                name.count - 1 >= 2 || name.count == 2 && stranger == 0 && isNamed(spoken[start])
            else { continue }
            let range = said[start + stranger]
            if stranger == name.count - 1, !isNamed(spoken[start + stranger]),
                !name[stranger].unicodeScalars.allSatisfy({ $0.isDigit })
            {
                continue
            }
            if stranger == 0, !isNamed(spoken[start]) { continue }
            reportName(range)
        }
    }

    /// A number, a capital letter, or a word of exams: no joint of a sentence.
    private func isNamed(_ word: String) -> Bool {
        guard let first = word.unicodeScalars.first else { return false }
        if first.isDigit { return true }
        if first.isHangul {
            return ["봄", "여름", "가을", "겨울", "상반기", "하반기"].contains { word.hasPrefix($0) }
                || word.unicodeScalars.contains { $0.isDigit } || NameWords.subjects.contains { word.hasPrefix($0) }
                || NameWords.exams.contains { word.hasPrefix($0) }
        }
        return ("A"..."Z").contains(first)
            && !["The", "This", "In", "On", "At", "For", "With", "Of", "Your", "A", "An", "From", "Our"].contains(word)
    }

    private func isLast(_ spoken: String, _ name: String) -> Bool {
        guard spoken.hasPrefix(name) else { return false }
        let rest = spoken.dropFirst(name.count)
        return rest.isEmpty || rest.unicodeScalars.allSatisfy { !$0.isDigit && !("Ⅰ"..."Ⅹ").contains($0) }
    }

    private static func words(_ text: [Unicode.Scalar]) -> [Range<Int>] {
        var words: [Range<Int>] = []
        var start = 0
        for at in 0...text.count where at == text.count || text[at] == " " || text[at] == "\n" {
            if at > start { words.append(start..<at) }
            start = at + 1
        }
        return words
    }

    /// `기말고사`, `수학 시험`: another kind of exam, another subject.
    private mutating func checkExamWords() {
        let name = sheet.examName
        for index in tokens.indices {
            guard case .text(let word) = tokens[index].kind else { continue }
            for exam in NameWords.exams
            where word.hasPrefix(exam) && !name.contains(exam) && isOtherExam(exam) && !isAhead(index) {
                reportName(tokens[index].range)
            }
            for subject in NameWords.subjects
            where word.hasPrefix(subject) && !name.contains(subject) && hasSubject(name)
                && !sheet.types.contains(where: { $0.name.contains(subject) })
            {
                let next = index + 1 < tokens.count ? passage.quote(index + 1..<index + 2) : ""
                let rest = String(word.dropFirst(subject.count))
                if NameWords.examNouns.contains(where: { next.hasPrefix($0) || rest.hasPrefix($0) }) {
                    reportName(tokens[index].range)
                }
            }
        }
    }

    private func hasSubject(_ name: String) -> Bool { NameWords.subjects.contains { name.contains($0) } }

    /// `중간고사` where the exam is the last of the term; any word may do for an exam that is none of these.
    private func isOtherExam(_ exam: String) -> Bool {
        if exam.hasPrefix("중간") { return sheet.examName.contains("기말") || !sheet.examName.contains("중간") }
        if exam.hasPrefix("기말") { return sheet.examName.contains("중간") || !sheet.examName.contains("기말") }
        return NameWords.exams.contains { $0 != exam && sheet.examName.contains($0) && !sheet.examName.contains(exam) }
    }

    /// An exam to come.
    private func isAhead(_ index: Int) -> Bool {
        isAdvice || passage.terms.contains(.aspiration) || passage.terms.contains(.next)
    }
}
