extension ReportData {
    /// As templates get it: every member, always in the same order, null where there is nothing. The same data is the
    /// same bytes.
    public var json: [UInt8] {
        var writer = JSONWriter(capacity: 2048 + 160 * questions.count)
        writer.object { writer in
            writer.name("locale")
            writer.string(locale.rawValue)
            writer.name("generatedOn")
            writer.string(generatedOn)
            writer.name("academy")
            academy.write(to: &writer)
            writer.name("student")
            student.write(to: &writer)
            writer.name("exam")
            exam.write(to: &writer)
            writer.name("result")
            result.write(to: &writer)
            writer.name("questions")
            writer.array(questions) { $1.write(to: &$0) }
            writer.name("types")
            writer.array(types) { $1.write(to: &$0) }
            writer.name("distribution")
            writer.array(distribution) { $1.write(to: &$0) }
            writer.name("grades")
            writer.array(grades) { $1.write(to: &$0) }
            writer.name("mostMissed")
            writer.array(mostMissed) { $1.write(to: &$0) }
            writer.name("history")
            writer.array(history) { $1.write(to: &$0) }
            writer.name("commentary")
            writer.string(commentary)
            writer.name("feedback")
            writer.string(feedback)
            writer.name("options")
            options.write(to: &writer)
        }
        return writer.bytes
    }
}

extension ReportData.Academy {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("name")
            writer.string(name)
            writer.name("logo")
            writer.string(logo)
        }
    }
}

extension ReportData.Student {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("id")
            writer.integer(id)
            writer.name("name")
            writer.string(name)
            writer.name("school")
            writer.string(school)
        }
    }
}

extension ReportData.Exam {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("id")
            writer.integer(id)
            writer.name("name")
            writer.string(name)
            writer.name("date")
            writer.string(date)
            writer.name("category")
            writer.string(category.rawValue)
            writer.name("gradingType")
            writer.string(gradingType.rawValue)
            writer.name("gradeScale")
            writer.string(gradeScale.rawValue)
            writer.name("totalQuestions")
            writer.integer(totalQuestions)
            writer.name("totalPossibleScore")
            writer.number(totalPossibleScore)
            writer.name("passScore")
            writer.number(passScore)
        }
    }
}

extension ReportData.Result {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("score")
            writer.number(score)
            writer.name("grade")
            writer.integer(grade)
            writer.name("passed")
            writer.bool(passed)
            writer.name("correctCount")
            writer.integer(correctCount)
            writer.name("incorrectCount")
            writer.integer(incorrectCount)
            writer.name("rank")
            writer.integer(rank)
            writer.name("participants")
            writer.integer(participants)
            writer.name("percentile")
            writer.decimal(percentile)
            writer.name("average")
            writer.decimal(average)
            writer.name("difference")
            writer.decimal(difference)
            writer.name("highest")
            writer.number(highest)
            writer.name("lowest")
            writer.number(lowest)
            writer.name("standardDeviation")
            writer.decimal(standardDeviation)
        }
    }
}

extension ReportData.Options {
    fileprivate func write(to writer: inout JSONWriter) {
        writer.object { writer in
            writer.name("secondPage")
            writer.bool(secondPage)
            writer.name("inkSaving")
            writer.bool(inkSaving)
        }
    }
}
