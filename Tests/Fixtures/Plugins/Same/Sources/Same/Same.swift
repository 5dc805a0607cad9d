import PluginSDK

#if VARIANT_2
    let build = 2
#else
    let build = 1
#endif

struct Question: Codable, Sendable {
    var number: Int
}

/// The two builds disagree about this type's size, order and generic payload.
struct Answer: Codable, Sendable, Hashable {
    #if VARIANT_2
        var twice: [String: [Int]]
        var note: String
    #endif
    var number: Int
    var build: Int
    var size: Int
}

protocol Shape: Sendable { func area() -> Int }

struct Square: Shape {
    var side: Int
    #if VARIANT_2
        var depth = (1, 2, 3)
    #endif
    func area() -> Int { side * side }
}

actor Counter {
    private var seen: Set<Answer> = []
    func add(_ answer: Answer) -> Int {
        seen.insert(answer)
        if seen.count > 1_000 { seen.removeAll() }
        return seen.count
    }
}

final class Same: Plugin {
    static let manifest = Manifest(id: "test.same", version: "1.0.\(build)") {
        Operation("same.answer", "Says which build it is.", answer).http(.post, "/same")
    }

    private let counter = Counter()

    init(settings: NoSettings, host: Host) {}

    func answer(_ question: Question, job: Job) async throws -> Answer {
        let shape: any Sendable = Square(side: question.number % 100)
        guard let square = shape as? any Shape else { throw Broken("a cast found the other build's type") }
        #if VARIANT_2
            let answer = Answer(
                twice: ["x": [question.number, square.area()]], note: "second", number: question.number, build: build,
                size: MemoryLayout<Answer>.size)
        #else
            let answer = Answer(number: question.number, build: build, size: MemoryLayout<Answer>.size)
        #endif
        _ = square.area()
        _ = await counter.add(answer)
        return answer
    }
}

@c(proctor_plugin_entry) public func entry() -> UnsafePointer<proctor_plugin> { export(Same.self) }
