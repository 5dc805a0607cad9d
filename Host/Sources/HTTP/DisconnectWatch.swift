import NIOCore
import NIOHTTPTypes

/// Tells the job of a connection that its client has gone. All of it runs on the connection's event loop.
final class DisconnectWatch: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart

    /// Called once when the client closes its side; set for the time of one request.
    var onDisconnect: (() -> Void)?
    private(set) var isClosed = false

    func channelInactive(context: ChannelHandlerContext) {
        close()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if let event = event as? ChannelEvent, event == .inputClosed { close() }
        context.fireUserInboundEventTriggered(event)
    }

    private func close() {
        isClosed = true
        onDisconnect?()
        onDisconnect = nil
    }
}
