import NIOCore

/// Sees the bytes of a connection: those of the client before the parser does, and those of answers on their way to the
/// system.
final class ByteWatch: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundIn = IOData
    typealias OutboundOut = IOData

    private let connection: ConnectionHandler

    init(_ connection: ConnectionHandler) { self.connection = connection }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        if connection.takes(unwrapInboundIn(data)) { context.fireChannelRead(data) }
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        connection.gives(unwrapOutboundIn(data).readableBytes)
        context.write(data, promise: promise)
    }
}
