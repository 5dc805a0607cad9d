/// What both routes answer: contracts 4.1.
public struct ContentAnswer: Codable, Sendable, Equatable {
    public var content: String

    public init(content: String) { self.content = content }
}
