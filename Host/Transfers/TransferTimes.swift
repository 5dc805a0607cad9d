import HostThreads

/// The time-outs of one transfer: which of them runs now, and when it ends. All times in nanoseconds of one clock.
struct TransferTimes {
    enum Phase: Equatable {
        /// Name, connection, TLS.
        case connecting
        /// The request is on its way; the answer's head is not there.
        case waiting
        case receiving
        /// The reader holds the answer up.
        case held
    }

    enum Verdict: Equatable {
        case failed(TransferFailure.Reason)
        /// To be asked again then.
        case again(at: UInt64)
    }

    private let connect: UInt64
    private let firstByte: UInt64
    private let total: UInt64
    private let idle: UInt64
    private(set) var phase = Phase.connecting
    private var lastPiece: UInt64

    init(_ request: TransferRequest, now: UInt64) {
        func end(_ timeout: Duration?) -> UInt64 {
            timeout.map { now.addingReportingOverflow($0.nanoseconds) }.map { $0.overflow ? .max : $0.partialValue }
                ?? .max
        }
        connect = end(request.connectTimeout)
        firstByte = end(request.firstByteTimeout)
        total = end(request.totalTimeout)
        idle = request.idleTimeout.nanoseconds
        lastPiece = now
    }

    /// The connection stands, and the request goes out.
    mutating func requestBegan() { if phase == .connecting { phase = .waiting } }

    mutating func headArrived(now: UInt64) {
        phase = .receiving
        lastPiece = now
    }

    /// Something arrived.
    mutating func pieceArrived(now: UInt64) { lastPiece = now }

    mutating func hold() { phase = .held }

    mutating func resume(now: UInt64) {
        guard phase == .held else { return }
        phase = .receiving
        lastPiece = now
    }

    /// When it is next to be looked at these times.
    var deadline: UInt64 {
        switch phase {
        case .connecting: min(connect, firstByte, total)
        case .waiting: min(firstByte, total)
        case .receiving: min(lastPiece &+ min(idle, .max &- lastPiece), total)
        case .held: total
        }
    }

    /// What the clock says.
    func check(now: UInt64) -> Verdict {
        if now >= total { return .failed(.totalTimeout) }
        guard now >= deadline else { return .again(at: deadline) }
        switch phase {
        case .connecting: return .failed(connect <= firstByte ? .connectTimeout : .firstByteTimeout)
        case .waiting: return .failed(.firstByteTimeout)
        case .receiving: return .failed(.idleTimeout)
        case .held: return .again(at: total)
        }
    }
}
