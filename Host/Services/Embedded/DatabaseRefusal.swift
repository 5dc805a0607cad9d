import HostDatabase
import HostDispatch
import HostServiceRequests

extension ServiceAnswer {
    /// The answer that `body` makes over the embedded database, or the refusal or failure that it throws.
    static func ofDatabase(_ body: () throws -> [UInt8]) -> ServiceAnswer {
        do {
            return ServiceAnswer(.ok, try body())
        } catch let refusal as ServiceRefusal {
            return refusal.answer
        } catch {
            let failure = DatabaseFailure(error, path: "")
            return ServiceRefusal.retry(failure.code, failure.message).answer
        }
    }
}
