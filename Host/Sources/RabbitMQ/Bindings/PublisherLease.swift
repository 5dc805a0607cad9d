import HostThreads

/// A publisher in the hands of the jobs that may still need it: a reload that replaces it lets the old one go when the
/// last of them has ended.
final class PublisherLease: MessagePublishing {
    let publisher: any MessagePublishing
    /// Opens when nobody holds the lease any more; nothing is under way then.
    let returned = Gate()

    init(_ publisher: any MessagePublishing) { self.publisher = publisher }

    deinit { returned.open() }

    func publish(_ request: PublishRequest, done: @escaping @Sendable (PublishOutcome) -> Void) {
        publisher.publish(request, done: done)
    }

    var pending: Int { publisher.pending }

    var hindrance: String? { publisher.hindrance }
}
