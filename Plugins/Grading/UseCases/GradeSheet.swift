/// A sheet read and compared with a key.
package struct GradedSheet: Sendable {
    package let reading: SheetReading
    package let questions: [GradedQuestion]
    package let totalScore: Int
    package let grade: Int
    /// The digits of the sheet's identity block.
    package let identity: String
}

/// Grades one sheet that was read.
package struct SheetGrader: Sendable {
    package let doubleMarks: DoubleMarks

    package init(doubleMarks: DoubleMarks) { self.doubleMarks = doubleMarks }

    /// `nil` when the points add up to more than an integer holds.
    package func grade(_ reading: SheetReading, key: AnswerKey) -> GradedSheet? {
        let scoring = Scoring(key: key, doubleMarks: doubleMarks)
        let questions = scoring.questions(in: reading)
        guard let total = questions.total else { return nil }
        return GradedSheet(
            reading: reading, questions: questions, totalScore: total, grade: GradeTable.grade(score: total),
            identity: scoring.digits(of: identityFields(reading)))
    }

    /// The first digits block of the template: the telephone or student number.
    private func identityFields(_ reading: SheetReading) -> [FieldReading] {
        guard let block = reading.template.fields.lazy.compactMap(\.block).first else { return [] }
        return zip(reading.template.fields, reading.fields).filter { $0.0.block == block }.map(\.1)
    }
}
