import ModelAPI
import PluginSDK

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

func json(_ bytes: [UInt8]) throws -> JSONValue { try JSONValue(parsing: bytes) }

/// What a stream gives that comes in pieces: events, and the failure that ended it.
struct Heard: Equatable {
    var events: [StreamEvent] = []
    var failure: ModelFailure?

    init(_ api: some ModelProtocol, _ pieces: [[UInt8]]) {
        var reader = api.makeStreamReader()
        do throws(ModelFailure) {
            for piece in pieces { events += try reader.read(piece) }
            events += try reader.end()
        } catch {
            failure = error
        }
    }

    init(_ api: some ModelProtocol, _ text: String) { self.init(api, [bytes(text)]) }

    /// Neighbouring pieces of text and of arguments as one: what a person would see.
    var text: String {
        events.map { event in if case .text(let text) = event { text } else { "" } }.joined()
    }
}

/// The same stream cut in two at every place, and into single bytes.
func everyCut(of stream: String) -> [[[UInt8]]] {
    let whole = bytes(stream)
    return (0...whole.count).map { [Array(whole[..<$0]), Array(whole[$0...])] } + [whole.map { [$0] }]
}

func reason(_ body: () throws -> Void) -> ModelFailure.Reason? {
    do {
        try body()
        return nil
    } catch {
        return (error as? ModelFailure)?.reason
    }
}
