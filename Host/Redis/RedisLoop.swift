import NIOCore
import NIOPosix

/// The thread that moves the bytes of any number of ``RedisClient``s.
public final class RedisLoop: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    public init() {}

    var loop: any EventLoop { group.any() }

    /// Ends the thread; its clients are closed before. Blocks: not from a completion handler.
    public func close() { try? group.syncShutdownGracefully() }
}
