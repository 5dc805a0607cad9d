/// How much of an answer is taken. What is beyond is no answer of a model, but a fault or an attack.
enum AnswerBounds {
    /// Bytes of text, refusal and arguments together.
    static let text = 4 << 20
    static let calls = 128
    /// Bytes of an identifier or of a name.
    static let word = 256
    /// Bytes of one line of an event stream, and of the data of one event.
    static let line = 1 << 20
}
