import ModelAPI
import Testing

@testable import TokenBudget

@Suite("Conversations that are too long")
struct TruncationTests {
    private let estimate = TokenEstimate(model: "gpt-4o")
    private var truncation: Truncation { Truncation(estimate) }

    private static let long = (1...60).map { "\($0)번 문항의 정답률은 \($0)%였습니다." }.joined(separator: "\n")
    private static let call = ToolCall(id: "c1", name: "look", arguments: "{}")
    private static let conversation: [Message] = [
        .system("You help teachers."), .user("One? " + long), .assistant("First.", calls: [call]),
        .toolResult(id: "c1", text: long), .assistant("Second."), .user("Two?"), .assistant("Third."), .user("Three?"),
    ]

    @Test("what fits is left as it is, whatever the policy", arguments: TruncationPolicy.allCases)
    func fits(policy: TruncationPolicy) throws {
        let budget = estimate.tokens(in: Self.conversation)
        let (messages, note) = try truncation.fit(Self.conversation, policy: policy, budget: budget)
        #expect(messages == Self.conversation)
        #expect(note == nil)
    }

    @Test("the policy refuse tells how much too much it is")
    func refuse() {
        let tokens = estimate.tokens(in: Self.conversation)
        #expect(throws: ContextOverflow(tokens: tokens, budget: 100)) {
            try truncation.fit(Self.conversation, policy: .refuse, budget: 100)
        }
    }

    @Test("the oldest turns go whole, a call with its result, and the system's text stays")
    func oldest() throws {
        let (messages, note) = try truncation.fit(Self.conversation, policy: .oldest, budget: 40)
        #expect(messages == [Self.conversation[0]] + Self.conversation[5...])
        #expect(note?.messagesDropped == 4)
        #expect(note?.charactersCut == 0)
        #expect(note?.tokensBefore == estimate.tokens(in: Self.conversation))
        #expect(note?.tokensAfter == estimate.tokens(in: messages))
    }

    @Test("no more turns go than have to")
    func fewest() throws {
        let budget = estimate.tokens(in: Self.conversation) - 1
        #expect(try truncation.fit(Self.conversation, policy: .oldest, budget: budget).note?.messagesDropped == 4)
    }

    @Test("the user's last turn is kept whole, or the request refused")
    func lastTurn() throws {
        let messages: [Message] = [.system("S"), .user("old"), .assistant("a"), .user(Self.long), .assistant("b")]
        #expect(throws: ContextOverflow.self) { try truncation.fit(messages, policy: .oldest, budget: 50) }
        let budget = estimate.tokens(in: [messages[0]] + messages[3...])
        #expect(
            try truncation.fit(messages, policy: .oldest, budget: budget).messages == [messages[0]] + messages[3...])
    }

    @Test("a conversation without a user's turn is not emptied")
    func noUser() {
        #expect(throws: ContextOverflow.self) {
            try truncation.fit([.system(Self.long)], policy: .oldest, budget: 20)
        }
        #expect(throws: ContextOverflow.self) {
            try truncation.fit([.system(Self.long)], policy: .middle, budget: 20)
        }
    }

    @Test("the middle of the longest text is cut at the ends of lines, with a mark that counts what is gone")
    func middle() throws {
        let (messages, note) = try truncation.fit([.system("S"), .user(Self.long)], policy: .middle, budget: 300)
        guard case .user(let text) = messages[1] else {
            Issue.record("no user's message")
            return
        }
        let lines = text.split(separator: "\n").map(String.init)
        #expect(lines.first == "1번 문항의 정답률은 1%였습니다.")
        #expect(lines.last == "60번 문항의 정답률은 60%였습니다.")
        let cut = note?.charactersCut ?? 0
        #expect(lines.contains("[… \(cut) characters left out …]"))
        #expect(
            Self.long.unicodeScalars.count == cut + text.unicodeScalars.count
                - "[… \(cut) characters left out …]\n".unicodeScalars.count)
        let after = note?.tokensAfter ?? .max
        #expect(after <= 300 && after > 260, "as much stays as fits")
        #expect(note?.messagesDropped == 0)
    }

    @Test("a text of one line is cut between words, one of one word between characters")
    func oneLine() throws {
        let words = (1...400).map { "word\($0)" }.joined(separator: " ")
        let (messages, _) = try truncation.fit([.user(words)], policy: .middle, budget: 100)
        guard case .user(let text) = messages[0] else { return }
        #expect(text.hasPrefix("word1 word2 ") && text.hasSuffix(" word399 word400"))
        let syllables = String(repeating: "가", count: 3_000)
        let after = try truncation.fit([.user(syllables)], policy: .middle, budget: 100).note?.tokensAfter
        #expect((80...100).contains(after ?? 0))
    }

    @Test("when the longest text is not enough, the next one is cut too, and what the system says never")
    func several() throws {
        let messages: [Message] = [
            .system(Self.long), .user(Self.long), .assistant(Self.long), .user(Self.long + "\nEnd"),
        ]
        let fixed = estimate.tokens(in: [messages[0], messages[2]])
        let (cut, _) = try truncation.fit(messages, policy: .middle, budget: fixed + 300)
        #expect(cut[0] == messages[0] && cut[2] == messages[2])
        #expect(cut[1] != messages[1] && cut[3] != messages[3])
    }

    @Test("a ratio that was learnt makes the same text more")
    func ratio() throws {
        let budget = estimate.tokens(in: Self.conversation)
        #expect(throws: ContextOverflow.self) {
            try Truncation(estimate, ratio: 1.5).fit(Self.conversation, policy: .refuse, budget: budget)
        }
    }

    @Test("budgets of nothing and less end with an error", arguments: TruncationPolicy.allCases)
    func noBudget(policy: TruncationPolicy) {
        for budget in [0, -1, Int.min] {
            #expect(throws: ContextOverflow.self) {
                try truncation.fit(Self.conversation, policy: policy, budget: budget)
            }
        }
    }

    @Test(
        "whatever the conversation: it fits or is refused, the system's text and calls with their results stay together",
        arguments: TruncationPolicy.allCases)
    func invariants(policy: TruncationPolicy) throws {
        var (fitted, refused) = (0, 0)
        for (turns, calls, words) in [(1, 0, 40), (1, 2, 5), (2, 1, 20), (3, 0, 0), (3, 2, 15), (4, 1, 9), (5, 3, 1)] {
            let messages = Self.conversation(turns: turns, calls: calls, words: words)
            let whole = estimate.tokens(in: messages)
            for budget in stride(from: 1, through: whole + 1, by: max(1, whole / 9)) {
                do throws(ContextOverflow) {
                    let (kept, note) = try truncation.fit(messages, policy: policy, budget: budget)
                    fitted += 1
                    #expect(estimate.tokens(in: kept) <= budget)
                    #expect(kept.filter(\.isSystem) == messages.filter(\.isSystem))
                    #expect(messages.count - kept.count == note?.messagesDropped ?? 0)
                    #expect(Self.calls(kept) == Self.results(kept))
                    if policy == .oldest, let last = messages.last(where: \.isUser) { #expect(kept.contains(last)) }
                } catch {
                    refused += 1
                    #expect(error.tokens > budget)
                }
            }
        }
        #expect(refused > 5 && (policy == .refuse || fitted > 5))
    }

    private static func conversation(turns: Int, calls: Int, words: Int) -> [Message] {
        func text(_ number: Int) -> String {
            (0..<(words * (number % 3))).map { "한글 word\($0)" }.joined(separator: number % 2 == 0 ? "\n" : " ")
        }
        var messages: [Message] = [.system(text(1))]
        for turn in 1...turns {
            messages.append(.user(text(turn + 1)))
            for call in 0..<calls {
                let id = "\(turn)-\(call)"
                messages.append(.assistant("", calls: [ToolCall(id: id, name: "look", arguments: text(call))]))
                messages.append(.toolResult(id: id, text: text(turn + call)))
            }
            if turn < turns { messages.append(.assistant(text(turn))) }
        }
        return messages
    }

    private static func calls(_ messages: [Message]) -> [String] {
        messages.flatMap { message -> [String] in
            guard case .assistant(_, let calls) = message else { return [] }
            return calls.map(\.id)
        }
    }

    private static func results(_ messages: [Message]) -> [String] {
        messages.compactMap { message in
            guard case .toolResult(let id, _, _) = message else { return nil }
            return id
        }
    }
}
