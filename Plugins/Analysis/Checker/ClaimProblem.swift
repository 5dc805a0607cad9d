/// A statement of a text that the data contradict or do not support.
public struct ClaimProblem: Sendable, Hashable {
    /// What is wrong with it. The words are stable: metrics and tests have them.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// A number that no fact has.
        case number
        /// A number that is true of another subject than the one it is said of.
        case subject
        /// How many there are.
        case count
        /// More or less than, above or below.
        case direction
        /// Hardest, second, weakest, an order.
        case rank
        /// A bound or a range that does not hold.
        case range
        /// A person or an exam that the data do not have.
        case name
        /// A date, a period or another exam.
        case period
        /// A question that the data do not have, or one that is of another type.
        case question
        /// What was chosen, or what is right.
        case choice
        /// A grade that nobody has, or another one than the student's.
        case grade
        /// More text than is read.
        case length
    }

    public var kind: Kind
    /// The words in question, as they stand in the text: for the model, never for a log.
    public var quote: String
    /// Counted from 0.
    public var sentence: Int
    /// What was said and what is the matter, in the language of the sentence: for the model's second attempt.
    public var message: String

    /// For logs: where and what, and nothing of the text.
    public var logMessage: String { "sentence \(sentence &+ 1): \(kind.rawValue) is not supported by the data" }
}
