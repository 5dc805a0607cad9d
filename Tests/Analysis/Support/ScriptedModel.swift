import PluginSDK
import PluginTestKit
import Synchronization
import Testing

/// A host in memory whose upstreams are a model that answers what the test says.
final class ScriptedModel: Sendable {
    let services: MemoryServices

    /// - Parameter answer: to a request and its number, from 1.
    init(_ answer: @escaping @Sendable (MemoryRequest, Int) -> MemoryAnswer) {
        let count = Counter()
        services = MemoryServices(http: { answer($0, count.next()) })
    }

    /// Answers one after the other, and the last one again and again.
    convenience init(_ answers: MemoryAnswer...) {
        self.init { _, number in answers[min(number, answers.count) - 1] }
    }

    var requests: [MemoryRequest] { services.requests }
    var questions: [Question] { services.requests.map(Question.init) }

    /// The question of this number, from 1. - Throws: when there was none.
    func question(_ number: Int) throws -> Question {
        try #require(questions.dropFirst(number - 1).first, "the model was not asked so often")
    }
}

/// What a model was asked.
struct Question: Sendable {
    let body: JSONValue
    /// By their roles.
    let messages: [(role: String, text: String)]

    init(_ request: MemoryRequest) {
        body = request.json ?? .null
        guard case .array(let messages)? = body["messages"] else {
            self.messages = []
            return
        }
        self.messages = messages.map { ($0["role"]?.string ?? "", $0["content"]?.string ?? "") }
    }

    var roles: [String] { messages.map(\.role) }
    var last: String { messages.last?.text ?? "" }
}

extension JSONValue {
    var string: String? { if case .string(let text) = self { text } else { nil } }
    var integer: Int? { if case .integer(let number) = self { number } else { nil } }
    var elements: [JSONValue] { if case .array(let elements) = self { elements } else { [] } }
}

private final class Counter: Sendable {
    private let count = Mutex(0)

    func next() -> Int {
        count.withLock { count in
            count += 1
            return count
        }
    }
}
