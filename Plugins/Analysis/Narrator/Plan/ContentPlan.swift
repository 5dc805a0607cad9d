/// Messages that might be said, in the order of the text, each with what it is worth. The least of them give way when
/// there are too many.
struct ContentPlan<Message: Sendable>: Sendable {
    private struct Entry: Sendable {
        var paragraph: Int
        var weight: Int
        var message: Message
    }

    private var entries: [Entry] = []
    private var paragraph = 0

    mutating func say(_ message: Message, weight: Int) {
        entries.append(Entry(paragraph: paragraph, weight: weight, message: message))
    }

    mutating func startParagraph() { paragraph += 1 }

    /// The weightiest messages in their order; of equal ones the earlier. A paragraph without any is left out.
    func paragraphs(most: Int) -> [[Message]] {
        let chosen = entries.indices.sorted { (-entries[$0].weight, $0) < (-entries[$1].weight, $1) }.prefix(most)
        var paragraphs: [[Message]] = []
        var last: Int?
        for entry in chosen.sorted().map({ entries[$0] }) {
            if entry.paragraph == last {
                paragraphs[paragraphs.count - 1].append(entry.message)
            } else {
                paragraphs.append([entry.message])
            }
            last = entry.paragraph
        }
        return paragraphs
    }
}

extension ContentPlan<ExamMessage> {
    mutating func say(_ message: ScoreMessage, weight: Int) { say(.scores(message), weight: weight) }
    mutating func say(_ message: QuestionMessage, weight: Int) { say(.questions(message), weight: weight) }
    mutating func say(_ message: TypeMessage, weight: Int) { say(.types(message), weight: weight) }
}

extension ContentPlan<StudentMessage> {
    mutating func say(_ message: ResultMessage, weight: Int) { say(.result(message), weight: weight) }
    mutating func say(_ message: AdviceMessage, weight: Int) { say(.advice(message), weight: weight) }
}
