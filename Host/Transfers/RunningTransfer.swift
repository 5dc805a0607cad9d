import CCurl
import HostThreads

/// One transfer as the loop's thread knows it; used by that thread alone.
final class RunningTransfer {
    let id: UInt64
    let easy: EasyHandle
    /// `host:port`, for the person.
    let place: String
    let request: TransferRequest
    let sink: TransferSink
    var times: TransferTimes
    /// What the host itself found wrong, which libcurl then only reports as given up.
    private(set) var failure: TransferFailure?
    /// Whether the request, or a part of it, may have arrived.
    private(set) var wasSent = false
    private unowned let engine: TransferEngine
    private var parser = HeadParser()
    private var body: [UInt8] = []
    /// The reader has had enough; libcurl hears of it with the next piece.
    private var isHeld = false
    private var isPaused = false

    init(
        id: UInt64, request: TransferRequest, place: String, sink: TransferSink, easy: EasyHandle,
        engine: TransferEngine
    ) {
        self.id = id
        self.request = request
        self.place = place
        self.sink = sink
        self.easy = easy
        self.engine = engine
        times = TransferTimes(request, now: MonotonicClock.now())
    }

    /// The answer as a whole, once it is there.
    func response() -> Result<TransferResponse, TransferFailure> {
        guard let head = parser.head else {
            return .failure(TransferFailure(.broken, "\(place): the answer has no head"))
        }
        return .success(TransferResponse(head: head, body: body))
    }

    func prepare() -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        return easy.prepare(
            request, context: context, begin: transferBegins, head: transferTakesLine, body: transferTakesPiece)
    }

    func resume() {
        guard isHeld else { return }
        isHeld = false
        times.resume(now: MonotonicClock.now())
        engine.deadlineMoved(of: self)
        guard isPaused else { return }
        isPaused = false
        // Hands on at once what libcurl has kept back; it may be held again during this call.
        curl_easy_pause(easy.raw, CURLPAUSE_CONT)
    }

    // MARK: What libcurl calls

    /// libcurl is about to send the request: for the first time, or again because a kept connection ended before the
    /// answer's first byte.
    ///
    /// - Returns: whether it may.
    fileprivate func begin() -> Bool {
        guard !wasSent || request.isRepeatable else {
            failure = TransferFailure(.broken, "\(place): the connection ended before the answer came")
            return false
        }
        wasSent = true
        times.requestBegan()
        return true
    }

    fileprivate func take(line: UnsafeRawBufferPointer) -> Int {
        switch parser.add(line) {
        case .more: return line.count
        case .broken:
            return refuse(
                .broken, "the answer's head is none, or has more than \(HeadParser.limit >> 10) KiB")
        case .complete: return headArrived() ? line.count : 0
        }
    }

    fileprivate func take(piece: UnsafeRawBufferPointer) -> Int {
        switch sink {
        case .whole:
            guard body.count + piece.count <= request.responseLimit else { return tooLarge() }
            body.append(contentsOf: piece)
        case .pieces(let receiver):
            if isHeld {
                isPaused = true
                return Int(CURL_WRITEFUNC_PAUSE)
            }
            if !receiver.piece(piece) {
                isHeld = true
                times.hold()
            }
        }
        times.pieceArrived(now: MonotonicClock.now())
        return piece.count
    }

    private func headArrived() -> Bool {
        guard let head = parser.head else { return true }
        times.headArrived(now: MonotonicClock.now())
        engine.deadlineMoved(of: self)
        switch sink {
        case .pieces(let receiver): receiver.head(head)
        case .whole:
            guard request.method != "HEAD", let length = head.header("content-length").flatMap({ Int($0) }) else {
                break
            }
            guard length <= request.responseLimit else { return tooLarge() != 0 }
            body.reserveCapacity(min(max(length, 0), 1 << 20))
        }
        return true
    }

    private func tooLarge() -> Int {
        refuse(.tooLarge, "the answer has more than \(request.responseLimit) bytes")
    }

    /// - Returns: what makes libcurl give up.
    private func refuse(_ reason: TransferFailure.Reason, _ text: String) -> Int {
        failure = TransferFailure(reason, "\(place): \(text)")
        return 0
    }
}

// Nonisolated functions: closures could take an actor along, on which libcurl's callbacks do not run.

private func transferBegins(
    context: UnsafeMutableRawPointer?, peer: UnsafeMutablePointer<CChar>?, own: UnsafeMutablePointer<CChar>?,
    peerPort: Int32, ownPort: Int32
) -> Int32 {
    guard let context else { return CURL_PREREQFUNC_ABORT }
    let transfer = Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.begin() ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private func transferTakesLine(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.take(line: UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private func transferTakesPiece(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<RunningTransfer>.fromOpaque(context).takeUnretainedValue()
    return transfer.take(piece: UnsafeRawBufferPointer(start: bytes, count: size * count))
}
