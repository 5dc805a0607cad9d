/// How long other owners have given no sign of life, as this process has seen it: the time since their beat changed, by
/// the monotonic clock. What the beat says of the time of day is not compared with anything, so a clock that is set
/// takes no job from anybody. A pure state machine.
struct OwnerSilence: Sendable {
    /// Most nanoseconds that one look adds. Looks come every half second: a longer pause was this process's own, or of
    /// the disk that both write to, or of the whole machine, and the other could not have spoken either.
    static let longestStep: UInt64 = 2_000_000_000

    /// The silence is nil for a beat that was seen once: it may be younger than the moment of that look, which is taken
    /// before the transaction that reads, so the time runs from the next look.
    private var owners: [Int64: (beat: Int64, silence: UInt64?)] = [:]
    private var lastLook: UInt64?

    /// - Parameters:
    ///   - beats: of all other owners, by their ids.
    ///   - moment: nanoseconds of the monotonic clock.
    mutating func look(_ beats: [Int64: Int64], at moment: UInt64) {
        let step = lastLook.map { $0 < moment ? min(moment - $0, Self.longestStep) : 0 } ?? 0
        lastLook = moment
        let before = owners
        owners = beats.reduce(into: [:]) { owners, other in
            let known = before[other.key].flatMap { $0.beat == other.value ? $0 : nil }
            owners[other.key] = (other.value, known.map { $0.silence.map { $0 &+ step } ?? 0 })
        }
    }

    /// Milliseconds since the owner's last sign of life, at least; 0 for one that is not known.
    func milliseconds(of owner: Int64) -> Int64 { Int64((owners[owner]?.silence ?? 0) / 1_000_000) }
}
