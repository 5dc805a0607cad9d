package import HostDispatch
import HostThreads

extension ServiceAnswer {
    /// The answer of a result.
    package init(_ result: Result<[UInt8], ServiceRefusal>) {
        switch result {
        case .success(let payload): self.init(.ok, payload)
        case .failure(let refusal): self = refusal.answer
        }
    }

    /// Waits, on a thread that may block, for what `begin` replies; `begin` returns whether it will.
    package static func waiting(
        _ begin: (_ reply: @escaping @Sendable (ServiceAnswer) -> Void) -> Bool
    ) -> ServiceAnswer {
        let gate = Gate()
        let answer = Guarded<ServiceAnswer?>(nil)
        let isBegun = begin { value in
            answer.withLock { $0 = value }
            gate.open()
        }
        if isBegun { gate.wait() }
        return answer.withLock { $0 }
            ?? ServiceRefusal(status: .unsupported, code: "service.unsupported", message: "no such service").answer
    }
}
