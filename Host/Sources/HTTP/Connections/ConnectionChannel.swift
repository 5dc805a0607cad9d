import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// How the connections of a listener are set up: the parser with its limits, then ``ConnectionHandler``.
struct ConnectionChannel: HTTPChannelHandler {
    /// Most headers of one request.
    static let headerCount = 128

    /// TCP_NOTSENT_LOWAT, as Linux numbers it.
    private static let notSentLowWater: CInt = 25
    /// Most bytes that the kernel keeps beyond those that are under way.
    private static let unsentBytes: SocketOptionValue = 128 << 10

    let responder: Responder
    let headerLimit: Int
    let limits: ConnectionState.Limits
    let open: OpenConnections

    func setup(
        channel: any Channel, logger: Logger
    ) -> EventLoopFuture<NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>> {
        open.add(channel)
        return channel.eventLoop.makeCompletedFuture {
            // A slow client then shows here soon, and its answer does not wait in the kernel. Unix sockets have no
            // such option, and need none.
            try? channel.syncOptions?.setOption(
                ChannelOptions.Types.SocketOption(
                    level: .tcp, name: NIOBSDSocket.Option(rawValue: Self.notSentLowWater)),
                value: Self.unsentBytes)
            var decoderLimits = NIOHTTPDecoderLimitConfiguration()
            decoderLimits.maxHeaderFieldSize = headerLimit
            decoderLimits.maxHeaderListSize = headerLimit
            decoderLimits.maxHeaderFieldCount = Self.headerCount
            let connection = ConnectionHandler(limits: limits)
            let pipeline = channel.pipeline.syncOperations
            try pipeline.addHandler(ByteWatch(connection))
            try pipeline.addHandler(HTTPResponseEncoder())
            try pipeline.addHandler(
                ByteToMessageHandler(
                    HTTPRequestDecoder(leftOverBytesStrategy: .dropBytes, limitConfiguration: decoderLimits)))
            try pipeline.addHandler(connection)
            try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
            return try NIOAsyncChannel(
                wrappingChannelSynchronously: channel, configuration: .init(isOutboundHalfClosureEnabled: true))
        }
    }

    func handle(value: NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>, logger: Logger) async {
        await handleHTTP(asyncChannel: value, logger: logger)
    }
}
