import ModelAPI
import PluginSDK

/// Where the pieces of an answer come from: bytes of the upstream, and what they mean. Read by one at a time.
struct StreamSource: Sendable {
    private let upstream: UpstreamStream
    private var reader: any ModelStreamReader

    init(_ upstream: UpstreamStream, _ reader: any ModelStreamReader) {
        self.upstream = upstream
        self.reader = reader
    }

    /// The next events, perhaps none of them yet; nil at the end.
    ///
    /// - Parameters:
    ///   - time: to wait for bytes.
    ///   - timeout: what it means that none came.
    ///   - isLate: whether the call's time is over.
    mutating func next(
        within time: Duration, timeout: ModelFailure.Reason, isLate: () -> Bool
    ) async throws(ModelFailure) -> [StreamEvent]? {
        guard time > .zero else {
            throw isLate() ? .late : ModelFailure(timeout, "The model's answer took longer than it may.")
        }
        let bytes: [UInt8]?
        do {
            bytes = try await upstream.read(within: time)
        } catch {
            let failure = ModelFailure(error, isLate: isLate(), timeout: timeout)
            // An answer that was whole already is not spoilt by how its connection ends.
            guard failure.reason != .cancelled, let last = try? reader.end(), !last.isEmpty else { throw failure }
            return last
        }
        guard let bytes else {
            let last = try reader.end()
            return last.isEmpty ? nil : last
        }
        return try reader.read(bytes)
    }
}
