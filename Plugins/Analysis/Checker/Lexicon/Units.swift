/// What may follow a number.
enum Units {
    /// Signs and Korean counters, written with the number or after a blank.
    static let counters: Words<Counter> = Words([
        ("%p", .unit(.percentPoints)), ("%P", .unit(.percentPoints)), ("%포인트", .unit(.percentPoints)),
        ("%", .unit(.percent)), ("％", .unit(.percent)), ("퍼센트포인트", .unit(.percentPoints)),
        ("퍼센트 포인트", .unit(.percentPoints)), ("퍼센트", .unit(.percent)), ("프로", .unit(.percent)),
        ("점", .unit(.points)), ("명", .unit(.people)), ("사람", .unit(.people)), ("학생", .unit(.people)),
        ("문항", .unit(.questions)), ("문제", .unit(.questions)), ("개", .unit(.pieces)), ("번째", .ordinal),
        ("번", .question), ("등급제", .unit(.other)), ("등급", .grade), ("유형", .unit(.typeCount)), ("영역", .unit(.typeCount)),
        ("단원", .unit(.typeCount)), ("갈래", .unit(.typeCount)), ("위", .ordinal), ("년", .period), ("월", .period),
        ("학년도", .period), ("학년", .period), ("학기", .period), ("회", .unit(.other)), ("차", .unit(.other)),
        ("분", .unit(.other)), ("시간", .unit(.other)), ("일", .unit(.other)), ("주", .unit(.other)),
        ("개월", .unit(.other)), ("개념", .unit(.other)), ("개씩", .unit(.other)), ("배", .unit(.times)),
        ("가지", .unit(.other)),
    ])

    enum Counter: Sendable, Hashable {
        case unit(Unit)
        case question
        case grade
        case ordinal
        case period
    }

    /// English nouns; what stands between them and the number does not end a phrase.
    static let nouns: Words<Unit> = Words([
        ("percentage points", .percentPoints), ("percentage point", .percentPoints), ("percent points", .percentPoints),
        ("percent", .percent), ("per cent", .percent), ("points", .points), ("point", .points), ("marks", .points),
        ("mark", .points), ("students", .people), ("student", .people), ("participants", .people),
        ("participant", .people), ("pupils", .people), ("pupil", .people), ("learners", .people), ("people", .people),
        ("candidates", .people), ("test-takers", .people), ("test takers", .people), ("examinees", .people),
        ("classmates", .people), ("questions", .questions), ("question", .questions), ("items", .questions),
        ("item", .questions), ("problems", .questions), ("problem", .questions), ("mistakes", .questions),
        ("mistake", .questions), ("errors", .questions), ("error", .questions), ("answers", .questions),
        ("answer", .questions), ("questions'", .questions), ("types", .typeCount), ("areas", .typeCount),
        ("sections", .typeCount), ("units", .typeCount), ("genres", .typeCount), ("grades", .gradeCount),
        ("times", .times), ("type", .typeCount), ("area", .typeCount),
    ])

    /// Words that end an English noun phrase.
    static let ends: Set<String> = [
        "of", "in", "were", "was", "and", "had", "for", "at", "on", "with", "to", "out", "is", "are", "or", "but",
        "who", "that", "which", "got", "by", "from", "as", "have", "has", "did", "do", "than", "above", "below", "over",
        "under", "solved", "missed", "answered", "stayed", "fell", "while", "each", "respectively", "reached", "landed",
        "came", "against", "both", "a", "not", "so", "only", "just", "it", "they", "this", "these", "when", "where",
        "went", "belong", "come", "come", "account", "share", "short", "higher", "lower", "better", "ahead", "behind",
        "apart", "did", "could", "would", "should", "scored", "ended", "finished", "chose", "although", "because", "if",
        "per", "every", "between", "around", "about", "the", "you", "your", "instead", "rather", "overall",
        "throughout",
    ]
}
