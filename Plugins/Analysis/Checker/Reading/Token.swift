/// What a number counts or measures.
enum Unit: Sendable, Hashable {
    case none
    case points
    case percent
    case percentPoints
    case people
    case questions
    /// `개`, "of them": what it counts is said elsewhere.
    case pieces
    /// `두 등급`.
    case gradeCount
    /// `세 유형`.
    case typeCount
    /// `세 배`, "three times".
    case times
    /// Nothing of the data: minutes, passages, times.
    case other
}

/// How near a number is said to be.
enum Hedge: Sendable, Hashable {
    case exact
    case about
    /// `남짓`, "just over": a little more.
    case justOver
    /// `거의`, "nearly": a little less.
    case justUnder
}

/// What a number bounds: `80% 이상` is 80 to all.
struct Bound: Sendable, Hashable {
    var low: Double
    var high: Double
    var includesLow = true
    var includesHigh = true

    static func atLeast(_ value: Double) -> Bound { Bound(low: value, high: .infinity) }
    static func atMost(_ value: Double) -> Bound { Bound(low: -.infinity, high: value) }
    static func over(_ value: Double) -> Bound { Bound(low: value, high: .infinity, includesLow: false) }
    static func under(_ value: Double) -> Bound { Bound(low: -.infinity, high: value, includesHigh: false) }

    func contains(_ value: Double) -> Bool {
        (includesLow ? value >= low - 1e-9 : value > low + 1e-9)
            && (includesHigh ? value <= high + 1e-9 : value < high - 1e-9)
    }
}

/// A number of the text.
struct Quantity: Sendable, Hashable {
    var value: Double
    /// Digits after the point as written.
    var decimals: Int
    var unit: Unit
    var hedge = Hedge.exact
    var bound: Bound?
    /// Written in words: `세`, `six`, `절반`.
    var isWord = false
    /// `4명 중 3명`, "three of four": of how many.
    var whole: Double?
    /// A fraction such as half: percent of whatever is spoken of.
    var isFraction = false
    /// "one in ten": a share, not a count.
    var isShare = false
}

/// A piece of a sentence.
struct Token: Sendable {
    enum Kind: Sendable {
        case quantity(Quantity)
        case questions([Int])
        /// Index into the sheet's types; a short or translated name is weak.
        case type(Int, isWeak: Bool)
        case grades([Int])
        case exam
        case student
        case term(Term)
        /// `두 번째`, "third".
        case ordinal(Int)
        case mark(Unicode.Scalar)
        case text(String)
    }

    private(set) var kind: Kind
    /// Scalars of the sentence.
    let range: Range<Int>
    /// What follows a recognised Korean stem up to the end of the word: `에서는`.
    let ending: String
    /// Kept beside the kind: both are asked for all the time.
    private(set) var quantity: Quantity?
    let term: Term?

    init(kind: Kind, range: Range<Int>, ending: String = "") {
        self.kind = kind
        self.range = range
        self.ending = ending
        switch kind {
        case .quantity(let quantity): (self.quantity, term) = (quantity, nil)
        case .term(let term): (quantity, self.term) = (nil, term)
        default: (quantity, term) = (nil, nil)
        }
    }

    /// What was found out about a number afterwards.
    mutating func set(_ quantity: Quantity) {
        kind = .quantity(quantity)
        self.quantity = quantity
    }

    var isSubject: Bool {
        switch kind {
        case .questions, .type, .grades: true
        default: false
        }
    }
}
