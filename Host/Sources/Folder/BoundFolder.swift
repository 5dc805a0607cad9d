import HostConfiguration
import HostDispatch

/// A folder of the routing, and what its files are for.
struct BoundFolder: Sendable, Equatable {
    let binding: FolderBinding
    let processor: String
    let operation: String

    init(binding: FolderBinding, processor: String, operation: String) {
        (self.binding, self.processor, self.operation) = (binding, processor, operation)
    }

    init?(_ bound: BoundRoute) {
        guard case .folder(let binding) = bound.binding.source, let operation = bound.binding.operation else {
            return nil
        }
        self.init(binding: binding, processor: bound.processor, operation: operation)
    }
}
