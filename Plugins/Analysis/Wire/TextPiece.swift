/// A piece of a text that is sent while it is written. Each `text` was checked; after the last comes the whole.
public struct TextPiece: Codable, Sendable, Equatable {
    public enum Event: String, Codable, Sendable, CaseIterable { case text, replace, done }

    public var event: Event
    /// With `text` what follows; with `replace` the whole from its beginning: forget what came; with `done` the whole.
    public var content: String
    /// With `done`, true: the narrator wrote it, because the model could not.
    public var degraded: Bool?

    public init(_ event: Event, _ content: String, degraded: Bool? = nil) {
        self.event = event
        self.content = content
        self.degraded = degraded
    }
}
