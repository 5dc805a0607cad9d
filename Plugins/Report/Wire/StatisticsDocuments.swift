import Lumie
import PluginSDK

extension ReportFacts.Standing {
    /// The rank of contracts 3.4. Nil for what is no object.
    init?(_ document: JSONValue, _ names: FieldNames<RankField>) {
        let reader = DocumentReader(document, names)
        guard reader.isObject else { return nil }
        let types = reader.elements(.typePercentiles).compactMap { type -> (String, Double)? in
            guard let name = type.name(.typeName),
                let percentile = type.number(.typePercentile, in: DataBounds.percent)
            else { return nil }
            return (name, percentile)
        }
        self.init(
            rank: reader.integer(.rank, in: DataBounds.ranks),
            participants: reader.integer(.totalParticipants, in: DataBounds.counts),
            percentile: reader.number(.percentile, in: DataBounds.percent), grade: reader.integer(.grade),
            typePercentiles: Dictionary(types) { first, _ in first })
    }
}

extension ClassStatistics {
    /// Takes over what the backend's statistics say, in place of what was computed: the product's numbers are the
    /// backend's. False, and nothing changed, for what is no object.
    mutating func take(statistics document: JSONValue, _ names: FieldNames<StatisticsField>) -> Bool {
        let reader = DocumentReader(document, names)
        guard reader.isObject else { return false }
        participants = reader.integer(.participantCount, in: DataBounds.counts) ?? participants
        average = reader.number(.average, in: DataBounds.points) ?? average
        highest = reader.number(.highest, in: DataBounds.points) ?? highest
        lowest = reader.number(.lowest, in: DataBounds.points) ?? lowest
        standardDeviation = reader.number(.standardDeviation, in: DataBounds.possiblePoints) ?? standardDeviation
        let ranges = reader.elements(.scoreRangeDistribution).compactMap(RangeCount.init)
        if (1...DataBounds.mostRanges).contains(ranges.count) { self.ranges = ranges.sorted { $0.from > $1.from } }
        let grades = reader.elements(.gradeDistribution).compactMap { share -> (Int, GradeCount)? in
            guard let grade = share.integer(.grade, in: DataBounds.grades),
                let count = share.integer(.gradeCount, in: DataBounds.counts)
            else { return nil }
            return (
                grade, GradeCount(count: count, percentage: share.number(.gradePercentage, in: DataBounds.percent) ?? 0)
            )
        }
        if !grades.isEmpty { self.grades = Dictionary(grades) { first, _ in first } }
        for type in reader.elements(.typeAccuracyList) {
            if let name = type.name(.typeName), let rate = type.number(.typeAccuracy, in: DataBounds.percent) {
                typeAccuracy[name] = rate
            }
        }
        takeMissed(reader.elements(.topIncorrectQuestions))
        return true
    }

    private mutating func takeMissed(_ missed: [DocumentReader<StatisticsField>]) {
        var numbers: [Int] = []
        for question in missed {
            guard let number = question.integer(.missedNumber, in: DataBounds.questionNumbers),
                let rate = question.number(.missedRate, in: DataBounds.percent)
            else { continue }
            numbers.append(number)
            let known = questions[number]
            let choice = question.name(.missedChoice).flatMap { $0 == StudentAnswer.invalid ? nil : $0 }
            let share = question.number(.missedChoiceRate, in: DataBounds.percent)
            questions[number] = QuestionStatistics(
                type: question.name(.missedType) ?? known?.type,
                correct: question.line(.missedAnswer) ?? known?.correct,
                correctRate: known?.correctRate ?? (100 - rate).roundedToTenth,
                topWrong: choice ?? known?.topWrong,
                topWrongRate: choice == nil ? known?.topWrongRate : share ?? known?.topWrongRate)
        }
        if !numbers.isEmpty { mostMissed = Array(numbers.prefix(QuestionStatistics.mostMissedCount)) }
    }

    /// The same of the choices: how hard each question was, and which wrong answer most gave.
    mutating func take(choices document: JSONValue, _ names: FieldNames<ChoicesField>) -> Bool {
        let reader = DocumentReader(document, names)
        guard reader.isObject else { return false }
        var taken: [Int: QuestionStatistics] = [:]
        for question in reader.elements(.questions) {
            guard let number = question.integer(.questionNumber, in: DataBounds.questionNumbers),
                let rate = question.number(.correctRate, in: DataBounds.percent)
            else { continue }
            let correct = question.line(.correctAnswer)
            let wrong = question.members(.choiceDistribution).filter { choice, share in
                !(share.bool(.choiceIsCorrect) ?? (choice == correct)) && share.integer(.choiceCount) ?? 0 > 0
                    && choice != StudentAnswer.invalid
            }
            let top = QuestionStatistics.topWrong(wrong.mapValues { $0.integer(.choiceCount) ?? 0 })
            taken[number] = QuestionStatistics(
                type: question.name(.questionType), correct: correct, correctRate: rate,
                topWrong: top.map { OutsideText.line($0.choice) },
                topWrongRate: top.flatMap { wrong[$0.choice]?.number(.choicePercentage, in: DataBounds.percent) })
        }
        questions.merge(taken) { _, new in new }
        if !taken.isEmpty { mostMissed = QuestionStatistics.mostMissed(questions) }
        return true
    }
}

extension ClassStatistics.RangeCount {
    /// Nil for one whose range is not two numbers, `80-89`, or whose count is missing.
    fileprivate init?(_ reader: DocumentReader<StatisticsField>) {
        guard let label = reader.name(.range), let count = reader.integer(.rangeCount, in: DataBounds.counts) else {
            return nil
        }
        let ends = label.split(whereSeparator: { "-~–".contains($0) }).compactMap {
            Double($0.filter { !$0.isWhitespace })
        }
        guard ends.count == 2, let from = ends.min(), let to = ends.max(),
            DataBounds.possiblePoints.contains(from), DataBounds.possiblePoints.contains(to)
        else { return nil }
        self.init(
            label: label, from: from, to: to, count: count,
            percentage: reader.number(.rangePercentage, in: DataBounds.percent) ?? 0)
    }
}
