extension TransferFailure {
    /// What a time-out says to a person.
    static func timeout(_ reason: Reason, _ request: TransferRequest, place: String) -> TransferFailure {
        let text =
            switch reason {
            case .connectTimeout: "no connection within \(request.connectTimeout)"
            case .firstByteTimeout: "no answer within \(request.firstByteTimeout)"
            case .idleTimeout: "the answer stopped for \(request.idleTimeout)"
            default: "not done within \(request.totalTimeout ?? .zero)"
            }
        return TransferFailure(reason, "\(place): \(text)")
    }

    static func noMemory(_ place: String) -> TransferFailure {
        TransferFailure(.unreachable, "\(place): the host has no memory for another request")
    }
}
