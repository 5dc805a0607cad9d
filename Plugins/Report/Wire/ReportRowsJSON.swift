extension ReportData.Question {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("number")
            writer.integer(number)
            writer.name("type")
            writer.string(type)
            writer.name("chosen")
            writer.string(chosen)
            writer.name("correct")
            writer.string(correct)
            writer.name("isCorrect")
            writer.bool(isCorrect)
            writer.name("score")
            writer.number(score)
            writer.name("earned")
            writer.number(earned)
            writer.name("correctRate")
            writer.decimal(correctRate)
        }
    }
}

extension ReportData.TypeAchievement {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("name")
            writer.string(name)
            writer.name("questions")
            writer.integer(questions)
            writer.name("correctCount")
            writer.integer(correctCount)
            writer.name("possible")
            writer.number(possible)
            writer.name("earned")
            writer.number(earned)
            writer.name("accuracy")
            writer.decimal(accuracy)
            writer.name("classAccuracy")
            writer.decimal(classAccuracy)
            writer.name("percentile")
            writer.decimal(percentile)
        }
    }
}

extension ReportData.ScoreRange {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("label")
            writer.string(label)
            writer.name("from")
            writer.number(from)
            writer.name("to")
            writer.number(to)
            writer.name("count")
            writer.integer(count)
            writer.name("percentage")
            writer.decimal(percentage)
            writer.name("isHere")
            writer.bool(isHere)
        }
    }
}

extension ReportData.GradeShare {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("grade")
            writer.integer(grade)
            writer.name("count")
            writer.integer(count)
            writer.name("percentage")
            writer.decimal(percentage)
            writer.name("isHere")
            writer.bool(isHere)
        }
    }
}

extension ReportData.MissedQuestion {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("number")
            writer.integer(number)
            writer.name("type")
            writer.string(type)
            writer.name("correct")
            writer.string(correct)
            writer.name("chosen")
            writer.string(chosen)
            writer.name("isCorrect")
            writer.bool(isCorrect)
            writer.name("correctRate")
            writer.decimal(correctRate)
            writer.name("topWrong")
            writer.string(topWrong)
            writer.name("topWrongRate")
            writer.decimal(topWrongRate)
        }
    }
}

extension ReportData.PastExam {
    func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("name")
            writer.string(name)
            writer.name("date")
            writer.string(date)
            writer.name("score")
            writer.number(score)
            writer.name("grade")
            writer.integer(grade)
            writer.name("isThis")
            writer.bool(isThis)
        }
    }
}
