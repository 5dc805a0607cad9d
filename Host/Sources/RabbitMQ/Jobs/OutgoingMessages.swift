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
    ///   - service: the processor's name, for metrics.
    ///   - messageID: what the plugin wants it to be called; nil: as the job.
    static func callback(
        _ settings: CallbackSettings, service: String, job: String, operation: String, command: MessageProperties,
        answer: [UInt8], mediaType: String, messageID: String?
    ) -> PublishRequest {
        var properties = MessageProperties()
        properties.contentType = short(mediaType)
        let named = short(messageID) ?? ""
        properties.messageID = named.isEmpty ? job : named
        properties.$correlationID = carried(command.$correlationID)
        properties.type = short(operation)
        properties.appID = "proctor"
        properties.headers = trace(command)
        return PublishRequest(
            exchange: settings.exchange, routingKey: settings.key, properties: properties, body: answer,
            retry: settings.retry, timeout: settings.timeout, service: service)
    }

    /// The message once more, for a queue of the ladder that gives it back to its own after a while. It has its id, also
    /// when it came without one; its own time to live would end its wait early and stays behind.
    static func ladderCopy(_ message: IncomingMessage, job: String, count: AttemptCount, queue: String)
        -> PublishRequest
    {
        let command = message.properties
        var properties = command
        properties.messageID = job
        properties.expiration = nil
        properties.$contentType = carried(command.$contentType)
        properties.$correlationID = carried(command.$correlationID)
        properties.$replyTo = carried(command.$replyTo)
        properties.$type = carried(command.$type)
        properties.$appID = carried(command.$appID)
        properties.headers =
            EnvelopeHeaders.carried(command).filter { $0.name.utf8.count <= longestShort } + count.copied
        return PublishRequest(
            exchange: "", routingKey: queue, properties: properties, body: message.body, retry: ladderRetry,
            timeout: ladderTimeout)
    }

    private static func short(_ text: String?) -> String? {
        text.map { EnvelopeHeaders.text($0, most: longestShort) }
    }

    /// As it came, unless it does not fit.
    private static func carried(_ string: ShortString) -> ShortString {
        string.size <= longestShort ? string : ShortString(wrappedValue: short(string.wrappedValue))
    }

    /// Trace context as it came (W3C Trace Context), by the names that others look for; none is made up.
    private static func trace(_ command: MessageProperties) -> [(name: String, value: MessageProperties.Value)] {
        guard !command.headers.isEmpty else { return [] }
        return ["traceparent", "tracestate"].compactMap { name in
            EnvelopeHeaders.first(name, of: command).map { (name, .text($0)) }
        }
    }
}
