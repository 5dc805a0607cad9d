import HostConfiguration

/// The messages that a job sends: its callback, and its copy for the ladder.
enum OutgoingMessages {
    /// AMQP's short strings, ids among them, have at most so many bytes.
    private static let longestShort = 255
    /// Publishing a copy for the ladder: as a callback is by default.
    private static let ladderRetry = RetryPolicy(attempts: 4, first: .milliseconds(500), most: .seconds(2))
    private static let ladderTimeout = Duration.seconds(10)

    /// The answer of a job, as the message that its binding's callback asks for.
    ///
    /// - Parameters:
    ///   - messageID: what the plugin wants it to be called; nil: as the job.
    static func callback(
        _ settings: CallbackSettings, job: String, operation: String, command: MessageProperties, answer: [UInt8],
        mediaType: String, messageID: String?
    ) -> PublishRequest {
        var properties = MessageProperties()
        properties.contentType = EnvelopeHeaders.text(mediaType, most: longestShort)
        let named = messageID.map { EnvelopeHeaders.text($0, most: longestShort) } ?? ""
        properties.messageID = named.isEmpty ? job : named
        properties.correlationID = command.correlationID
        properties.type = EnvelopeHeaders.text(operation, most: longestShort)
        properties.appID = "proctor"
        properties.headers = trace(command)
        return PublishRequest(
            exchange: settings.exchange, routingKey: settings.key, properties: properties, body: answer,
            retry: settings.retry, timeout: settings.timeout)
    }

    /// The message once more, for a queue of the ladder that gives it back to its own after a while. It has its id, also
    /// when it came without one; its own time to live would end its wait early and stays behind.
    static func ladderCopy(_ message: IncomingMessage, job: String, count: AttemptCount, queue: String)
        -> PublishRequest
    {
        var properties = message.properties
        properties.messageID = job
        properties.expiration = nil
        properties.headers = EnvelopeHeaders.carried(message.properties) + count.copied
        return PublishRequest(
            exchange: "", routingKey: queue, properties: properties, body: message.body, retry: ladderRetry,
            timeout: ladderTimeout)
    }

    /// Trace context as it came (W3C Trace Context); none is made up.
    private static func trace(_ command: MessageProperties) -> [(name: String, value: MessageProperties.Value)] {
        guard !command.headers.isEmpty else { return [] }
        return command.headers.filter { header in
            guard case .text(let text) = header.value, text.utf8.count <= EnvelopeHeaders.longestValue else {
                return false
            }
            return header.name == "traceparent" || header.name == "tracestate"
        }
    }
}
