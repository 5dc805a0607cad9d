import HostConfiguration
import HostThreads
import NIOCore
import NIOPosix
import NIOSSL

/// One connection: bytes out, replies in. Used on its event loop only.
final class RedisLine: @unchecked Sendable {  // touched on its event loop only
    private let channel: any Channel
    private let handler: ReplyHandler

    private init(_ channel: any Channel, _ handler: ReplyHandler) {
        self.channel = channel
        self.handler = handler
    }

    /// Connects, and encrypts when it is to.
    static func connect(
        to place: SocketPlace, tls: TLSSettings?, timeout: Duration, on loop: any EventLoop
    ) -> EventLoopFuture<RedisLine> {
        let handler = ReplyHandler()
        return ClientBootstrap(group: loop)
            .connectTimeout(.nanoseconds(Int64(clamping: timeout.nanoseconds)))
            .channelOption(.socketOption(.so_keepalive), value: 1)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let tls {
                        try channel.pipeline.syncOperations.addHandler(encryption(tls, place.host))
                    }
                    try channel.pipeline.syncOperations.addHandler(handler)
                }
            }
            .connect(host: place.host, port: place.port)
            .map { RedisLine($0, handler) }
    }

    /// The files are read for each connection: renewed ones are used without a restart.
    private static func encryption(_ tls: TLSSettings, _ host: String) throws -> NIOSSLClientHandler {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let authorities = tls.authorities { configuration.trustRoots = .file(authorities) }
        if let certificate = tls.certificate, let key = tls.key {
            configuration.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
            configuration.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        }
        let context = try NIOSSLContext(configuration: configuration)
        // An address is no server name; the certificate must then have it as such.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }

    /// - Parameters:
    ///   - received: hears each reply.
    ///   - ended: hears once that there will be no more, and why.
    func listen(received: @escaping (RedisValue) -> Void, ended: @escaping (String) -> Void) {
        handler.received = received
        handler.ended = ended
        if let reason = handler.reason { ended(reason) }
    }

    func write(_ bytes: [UInt8]) { channel.write(ByteBuffer(bytes: bytes), promise: nil) }
    func flush() { channel.flush() }

    /// Sends commands and waits for a reply to each.
    func exchange(_ commands: [RedisCommand], timeout: Duration) -> EventLoopFuture<[RedisValue]> {
        let promise = channel.eventLoop.makePromise(of: [RedisValue].self)
        let timer = channel.eventLoop.scheduleTask(in: .nanoseconds(Int64(clamping: timeout.nanoseconds))) {
            promise.fail(LineFailure(reason: "the server accepts connections and does not answer"))
        }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        var replies: [RedisValue] = []
        listen(
            received: { reply in
                replies.append(reply)
                if replies.count == commands.count { promise.succeed(replies) }
            }, ended: { promise.fail(LineFailure(reason: $0)) })
        for command in commands { write(command.encoded) }
        flush()
        return promise.futureResult
    }

    /// Nothing is heard from it any more.
    func close() {
        handler.received = { _ in }
        handler.ended = { _ in }
        channel.close(promise: nil)
    }
}

struct LineFailure: Error {
    /// A sentence for a person.
    let reason: String
}

/// Turns bytes into replies.
private final class ReplyHandler: ChannelInboundHandler, @unchecked Sendable {  // touched on its event loop only
    typealias InboundIn = ByteBuffer

    var received: (RedisValue) -> Void = { _ in }
    var ended: (String) -> Void = { _ in }
    /// Why it ended.
    private(set) var reason: String?
    private var parser = ReplyParser()

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard reason == nil else { return }
        parser.append(unwrapInboundIn(data).readableBytesView)
        do throws(ReplyDefect) {
            while reason == nil, let reply = try parser.next() { received(reply) }
        } catch {
            end("what it sends is no Redis protocol", context)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        end(ConnectionProblem.reason(error), context)
    }

    func channelInactive(context: ChannelHandlerContext) { end("the server closed the connection", context) }

    private func end(_ reason: String, _ context: ChannelHandlerContext) {
        guard self.reason == nil else { return }
        self.reason = reason
        context.close(promise: nil)
        ended(reason)
    }
}
