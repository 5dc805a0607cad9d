import HostConfiguration
import HostServiceRequests
import HostThreads
import HostTransfers

/// Talks to one bucket of an S3 service: signs, sends, tries again what may succeed later. Nothing blocks; what is
/// called back is called on the loop's thread, or on the calling one when there is nothing to send.
package final class S3Client: Sendable {
    package typealias Done<Value> = @Sendable (Result<Value, ServiceRefusal>) -> Void

    /// Requests under way at once; a server's threads and this host's files are not without end.
    private static let most = 64
    /// Requests that wait for one of those to end: some lists of a thousand objects, each of which is asked for.
    private static let line = 4_096
    /// Most bytes of a document that says why something is refused.
    private static let refusalLimit = 1 << 16

    let settings: S3Settings
    private let transfers: TransferLoop
    private let signer: RequestSigner
    private let turns = RequestTurns(most, waiting: line)
    private let now: @Sendable () -> Int64
    /// Most bytes of an object that is read.
    let objectLimit: Int

    /// - Parameters:
    ///   - objectLimit: most bytes of an object that is read.
    ///   - now: milliseconds since 1970-01-01T00:00:00Z, for signatures.
    package init(
        _ settings: S3Settings, transfers: TransferLoop, objectLimit: Int = 64 << 20,
        now: @escaping @Sendable () -> Int64
    ) {
        self.settings = settings
        self.transfers = transfers
        self.objectLimit = objectLimit
        self.now = now
        signer = RequestSigner(
            region: settings.region, accessKey: settings.accessKey, secretKey: settings.secretKey,
            sessionToken: settings.sessionToken)
    }

    /// Sends a call, again and again as the settings say.
    ///
    /// - Parameters:
    ///   - deadline: on the monotonic clock; 0: none.
    ///   - done: called once; nil when there is no such object.
    func send(_ call: S3Call, until deadline: UInt64, done: @escaping Done<TransferResponse?>) {
        // Once for all attempts, and not on the loop's thread, where others would wait for it.
        let payload = PayloadHash(of: call.body)
        let expiry = Guarded<ScheduledCall?>(nil)
        let place = turns.begin { [self] in
            expiry.withLock { $0 }?.cancel()
            attempt(1, call, payload, until: deadline) { [turns] result in
                turns.end()
                done(result)
            }
        }
        switch place {
        case .begun: break
        case .none: done(.failure(.retry("blobs.busy", "too many requests wait for S3 for \(quoted)")))
        case .waiting(let number):
            // It leaves the line when its time is over, and not when its turn comes.
            guard deadline > 0 else { return }
            let call = transfers.after(Self.left(until: deadline) ?? .zero) { [self] in
                if turns.leave(number) { done(.failure(late)) }
            }
            expiry.withLock { $0 = call }
        }
    }

    private func attempt(
        _ number: Int, _ call: S3Call, _ payload: PayloadHash, until deadline: UInt64,
        done: @escaping Done<TransferResponse?>
    ) {
        guard let left = Self.left(until: deadline) else {
            return done(.failure(late))
        }
        transfers.start(request(call, payload, within: left)) { [self] result in
            let verdict: S3Verdict
            switch result {
            case .success(let answer):
                verdict = .of(status: answer.head.status, code: Self.code(of: answer), bucket: settings.bucket)
                if verdict == .done { return done(.success(answer)) }
            case .failure(let failure): verdict = .of(failure, bucket: settings.bucket)
            }
            switch verdict {
            case .done, .absent: done(.success(nil))
            case .refused(let refusal): done(.failure(refusal))
            case .again(let refusal):
                let wait = settings.retry.wait(after: number, chance: .random(in: 0...1))
                guard number < settings.retry.attempts, Self.left(until: deadline).map({ $0 > wait }) ?? false else {
                    return done(.failure(refusal))
                }
                transfers.after(wait) { [self] in
                    attempt(number + 1, call, payload, until: deadline, done: done)
                }
            }
        }
    }

    /// Signed anew for each attempt: a signature is good for 15 minutes.
    private func request(_ call: S3Call, _ payload: PayloadHash, within left: Duration) -> TransferRequest {
        let url = S3URL(
            endpoint: settings.endpoint, bucket: settings.bucket, isPathStyle: settings.isPathStyle, key: call.key,
            query: call.query)
        let headers = signer.headers(
            call.method, url, call.headers, payload: payload, at: AWSTime(seconds: now() / 1_000))
        var request = TransferRequest(method: call.method, url: url.text, headers: headers, body: call.body)
        request.connectTimeout = min(settings.timeout, .seconds(5))
        // The content has to be sent before the answer can begin.
        request.firstByteTimeout = settings.timeout + .seconds(call.body.count >> 20)
        request.idleTimeout = settings.timeout
        request.totalTimeout = left
        request.responseLimit = max(call.most, Self.refusalLimit)
        request.tls = settings.tls
        return request
    }

    /// What the service calls its refusal. An object is not looked into: it may be long, and others wait for the loop.
    static func code(of answer: TransferResponse) -> String? {
        guard !(200...299).contains(answer.head.status) else { return nil }
        return ErrorCode.read(Array(answer.body.prefix(refusalLimit)))
    }

    private var late: ServiceRefusal {
        S3Verdict.unreachable("the job's time was over before S3 for \(quoted) answered")
    }

    private var quoted: String { "\"\(settings.bucket)\"" }

    /// How much time there is; a day when there is no bound, nil when it is over.
    private static func left(until deadline: UInt64) -> Duration? {
        guard deadline > 0 else { return .seconds(86_400) }
        let now = MonotonicClock.now()
        return deadline > now ? .nanoseconds(Int64(clamping: deadline - now)) : nil
    }
}
