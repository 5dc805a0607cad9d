/// A regular expression of the part of ECMA-262 that can be matched in linear time: characters, `.`, classes, `\d \w \s`
/// and their opposites, groups, `|`, `* + ? {n,m}`, `^` and `$`. What would need backtracking (`\1`, `(?=`) is refused, so
/// that no text can keep a thread busy.
struct TextPattern: Sendable {
    let source: String
    private let program: [PatternStep]

    /// Steps of one match; a text beyond it counts as one that does not match.
    private static let mostSteps = 50_000_000

    init(_ source: String) throws(PatternFault) {
        self.source = source
        var parser = PatternParser(source)
        program = try PatternProgram.steps(of: parser.parse())
    }

    /// Whether it matches anywhere in a text. All ways are walked at once (Thompson, 1968): each character is looked at
    /// once for each step of the program at most.
    func matches(_ text: String) -> Bool {
        let scalars = Array(text.unicodeScalars.map(\.value))
        var threads = PatternThreads(program, end: scalars.count)
        for (index, scalar) in scalars.enumerated() {
            if threads.start(at: index) { return true }
            threads.advance(scalar, to: index + 1)
            if threads.isAccepted { return true }
            guard threads.work <= Self.mostSteps else { return false }
        }
        return threads.start(at: scalars.count)
    }
}

/// Why a pattern cannot be used.
struct PatternFault: Error, Hashable {
    let message: String
}

/// One step of a pattern's program.
enum PatternStep: Sendable {
    case scalar(ScalarSet)
    /// Go on at both.
    case split(Int, Int)
    case jump(Int)
    case atStart
    case atEnd
    case accept
}

/// The steps at which a match may be, for one place in the text.
private struct PatternThreads {
    private let program: [PatternStep]
    private let end: Int
    private var current: [Int] = []
    private var marks: [Int]
    private(set) var isAccepted = false
    private(set) var work = 0

    init(_ program: [PatternStep], end: Int) {
        self.program = program
        self.end = end
        marks = [Int](repeating: -1, count: program.count)
    }

    /// A match may begin here too. True when it is one already.
    mutating func start(at index: Int) -> Bool {
        add(0, index)
        return isAccepted
    }

    mutating func advance(_ scalar: UInt32, to index: Int) {
        let waiting = current
        current = []
        for step in waiting {
            if case .scalar(let set) = program[step], set.contains(scalar) { add(step + 1, index) }
        }
        work &+= waiting.count
    }

    /// Follows what needs no character. A step is taken once for each place.
    private mutating func add(_ first: Int, _ index: Int) {
        var open = [first]
        while let step = open.popLast() {
            guard marks[step] != index else { continue }
            marks[step] = index
            work &+= 1
            switch program[step] {
            case .scalar: current.append(step)
            case .split(let one, let other): open += [other, one]
            case .jump(let target): open.append(target)
            case .atStart: if index == 0 { open.append(step + 1) }
            case .atEnd: if index == end { open.append(step + 1) }
            case .accept: isAccepted = true
            }
        }
    }
}
