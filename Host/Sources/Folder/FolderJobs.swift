import HostConfiguration
import HostDispatch

/// Where a folder's jobs go.
protocol FolderJobs: Sendable {
    /// Jobs that the processor does at once; nil while no operation is bound to the folder.
    var capacity: Int? { get }
    /// Hands a job over. False when no operation is bound to the folder now: `delivery` was not called.
    func submit(_ delivery: (_ operation: String, _ mediaType: String) -> Delivery) -> Bool
}

/// The processor that the current routing names.
struct RoutedFolderJobs: FolderJobs {
    let router: JobRouter
    /// The folder as its binding names it.
    let path: String

    var capacity: Int? { route(router.snapshot)?.generation.limits.concurrency }

    func submit(_ delivery: (_ operation: String, _ mediaType: String) -> Delivery) -> Bool {
        router.submit(find: route) { delivery($0.operation, $0.mediaType) } != nil
    }

    private func route(_ routing: RoutingSnapshot) -> Route? {
        routing.bindings.first {
            if case .folder(let folder) = $0.binding.source { folder.path == path } else { false }
        }?.route
    }
}
