/// Words that say what a number means or how things compare.
enum Term: Sendable, Hashable {
    // What is measured.
    case average, highest, lowest, total, score, correctRate, incorrectRate, share
    case difference
    // Who and what.
    case participants, overall, question, typeNoun, gradeNoun, person, mistake
    case right, wrong, unmarked
    case all, each, both, nobody, only, rest, this
    // Comparison.
    case than, higher, lower, above, below, more, fewer, same
    case most, hard, easy, strong, weak
    case hardest, easiest, strongest, weakest, largest, smallest
    case order, next
    case top, bottom
    // Bounds and hedges.
    case about, barelyOver, barelyUnder, atLeast, atMost, over, under, between, band, notReaching, justUnder
    // Joints of sentences.
    case and, break_, from, to, of, in_, is_, not
    // Choices.
    case choose, answer, instead
    // No statement of the data.
    case advice, aspiration, frequency
}
