import Glibc

/// One rendering: what it has cost so far, and what it has printed. Used by one thread.
final class Run {
    let set: CompiledSet
    let limits: TemplateLimits
    private let given: [String: TemplateValue]
    private var converted: [String: Value] = [:]
    private let isCancelled: @Sendable () -> Bool
    private let deadline: Double
    private var steps = 0
    private var nextCheck = 1_000
    private var depth = 0
    private var captures = 0
    private var captured = 0
    private(set) var out: [UInt8] = []
    private(set) var marks: [Mark] = []
    /// What is being done: where an error is, that does not know better.
    var place = Place()
    private var frames: [Frame] = []
    private var contexts: [Context] = []
    private var namespaces: [NamespaceObject] = []
    private var loops: [LoopObject] = []
    var modules: [Int32: ModuleObject] = [:]

    /// From here on, the output comes from a place.
    struct Mark: Sendable {
        let offset: Int
        let place: Place
        /// Text of the template: it has the line breaks of the output.
        let isText: Bool
    }

    init(
        _ set: CompiledSet, data: [String: TemplateValue], limits: TemplateLimits,
        isCancelled: @escaping @Sendable () -> Bool
    ) {
        self.set = set
        self.limits = limits
        self.isCancelled = isCancelled
        given = data
        deadline = Self.now + limits.seconds
        out.reserveCapacity(16_384)
    }

    /// Lets go of what may hold itself, one by one: no chain of them is released in one go.
    func end() {
        for frame in frames { frame.slots = [] }
        for namespace in namespaces { namespace.clear() }
        for loop in loops { loop.clear() }
        for context in contexts { context.clear() }
        frames = []
        contexts = []
        namespaces = []
        loops = []
        modules = [:]
    }

    func keep(_ frame: Frame) { frames.append(frame) }
    func keep(_ context: Context) { contexts.append(context) }
    func keep(_ namespace: NamespaceObject) { namespaces.append(namespace) }
    func keep(_ loop: LoopObject) { loops.append(loop) }

    // MARK: Data

    var dataNames: [String] { Array(given.keys) }

    func data(_ name: String) throws(TemplateError) -> Value? {
        if let value = converted[name] { return value }
        guard let value = given[name] else { return nil }
        let mine = try Value(value)
        converted[name] = mine
        return mine
    }

    // MARK: Costs

    /// - Parameter count: statements done, elements or characters touched.
    func step(_ count: Int = 1) throws(TemplateError) {
        let (sum, overflow) = steps.addingReportingOverflow(max(1, count))
        steps = overflow ? .max : sum
        guard steps >= nextCheck else { return }
        guard steps <= limits.steps else {
            throw TemplateError(.limit, "the template takes more than \(limits.steps) steps")
        }
        nextCheck = min(steps &+ 1_000, max(steps, limits.steps) &+ 1)
        if isCancelled() { throw TemplateError(.cancelled, "the rendering was cancelled") }
        guard Self.now <= deadline else {
            throw TemplateError(
                .limit, "the template takes longer than \(FloatText.shortest(limits.seconds)) seconds")
        }
    }

    /// Names or slots that are gone through, of which few cost nothing.
    func pay(_ count: Int) throws(TemplateError) {
        if count >= 8 { try step(count >> 3) }
    }

    /// A text of so many bytes is about to be made.
    func willMake(bytes: Int) throws(TemplateError) {
        try check(bytes: bytes)
        try step(bytes >> 5)
    }

    /// A text that is made piece by piece has so many bytes now: what was added is counted.
    /// - Parameter counted: the bytes that were paid for; 0 at the beginning.
    func hasGrown(to bytes: Int, from counted: inout Int) throws(TemplateError) {
        try check(bytes: bytes)
        guard bytes >= counted + 32 else { return }
        try step((bytes - counted) >> 5)
        counted = bytes
    }

    private func check(bytes: Int) throws(TemplateError) {
        guard bytes <= limits.outputBytes else {
            throw TemplateError(.limit, "a text of more than \(limits.outputBytes) bytes is made")
        }
    }

    /// - Parameters:
    ///   - nodes: how deep what is entered is.
    ///   - slots: of the frame that is made for it.
    func enter(_ nodes: Int, slots: Int) throws(TemplateError) {
        try pay(slots)
        depth += nodes
        guard depth <= limits.depth else {
            throw TemplateError(
                .limit,
                "includes, macros, blocks and loops are nested too deeply (more than \(limits.depth) nodes)"
            )
        }
    }

    func leave(_ nodes: Int) { depth -= nodes }

    private static var now: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }

    // MARK: Output

    func print(text: [UInt8], at place: Place) throws(TemplateError) {
        mark(place, isText: true)
        out.append(contentsOf: text)
        try checkOutput()
    }

    func print(_ value: Value, escapes: Bool, at place: Place) throws(TemplateError) {
        mark(place, isText: false)
        let forbidden = set.options.forbiddenCharacters
        switch value {
        case .string(let text): Escaping.append(text, to: &out, escapes: escapes, forbidden: forbidden)
        case .markup(let text): Escaping.append(text, to: &out, escapes: false, forbidden: forbidden)
        case .integer(let number): out.append(contentsOf: String(number).utf8)
        default:
            let text = try value.printed(self)
            Escaping.append(text, to: &out, escapes: escapes && !value.isMarkup, forbidden: forbidden)
        }
        try checkOutput()
    }

    private func checkOutput() throws(TemplateError) {
        guard out.count <= limits.outputBytes - captured else {
            throw TemplateError(.limit, "the output has more than \(limits.outputBytes) bytes")
        }
    }

    private func mark(_ place: Place, isText: Bool) {
        guard captures == 0 else { return }
        if let last = marks.last, last.offset == out.count { marks.removeLast() }
        marks.append(Mark(offset: out.count, place: place, isText: isText))
    }

    /// What `body` prints, as a text.
    func capture(_ body: () throws(TemplateError) -> Void) throws(TemplateError) -> String {
        var aside: [UInt8] = []
        swap(&aside, &out)
        captures += 1
        captured += aside.count
        defer {
            captures -= 1
            captured -= aside.count
            swap(&aside, &out)
        }
        try body()
        try step(out.count >> 5)
        return String(utf8: out)
    }
}
