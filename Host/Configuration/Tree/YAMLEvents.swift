import CYAML

/// One event of libyaml, copied out of its memory.
enum YAMLEvent {
    case streamEnd
    case documentStart
    case documentEnd
    case alias
    /// - Parameter end: just behind its last character.
    case scalar(text: String, plain: Bool, tag: String?, hasAnchor: Bool, end: SourcePosition)
    case sequenceStart(tag: String?, hasAnchor: Bool)
    case sequenceEnd
    case mappingStart(tag: String?, hasAnchor: Bool)
    case mappingEnd
    /// What only frames the stream.
    case other
}

/// libyaml's parser over bytes in memory. Used by one thread, from making to end.
///
/// The parser borrows the bytes: they live in a buffer of this object's own, which is freed after the parser.
final class YAMLEvents {
    struct Failure: Error {
        let message: String
        let position: SourcePosition
    }

    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let input: UnsafeMutableBufferPointer<UInt8>
    private let source: ConfigurationSource

    /// Nil when memory is short.
    init?(_ bytes: [UInt8], of source: ConfigurationSource) {
        let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
        guard yaml_parser_initialize(parser) == 1 else {
            parser.deallocate()
            return nil
        }
        self.parser = parser
        self.source = source
        self.input = .allocate(capacity: max(bytes.count, 1))
        _ = input.initialize(from: bytes)
        yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
        // Fixed, so that a byte order mark cannot turn the file into UTF-16.
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        yaml_parser_delete(parser)
        parser.deallocate()
        input.deallocate()
    }

    /// The next event and where it starts. After a failure or the end of the stream it must not be called again.
    func next() throws(Failure) -> (YAMLEvent, SourcePosition) {
        var event = yaml_event_t()
        guard yaml_parser_parse(parser, &event) == 1 else { throw failure() }
        defer { yaml_event_delete(&event) }
        return (copy(event), position(event.start_mark))
    }

    private func copy(_ event: yaml_event_t) -> YAMLEvent {
        switch event.type {
        case YAML_STREAM_END_EVENT: return .streamEnd
        case YAML_DOCUMENT_START_EVENT: return .documentStart
        case YAML_DOCUMENT_END_EVENT: return .documentEnd
        case YAML_ALIAS_EVENT: return .alias
        case YAML_SCALAR_EVENT:
            let scalar = event.data.scalar
            let bytes = UnsafeBufferPointer(start: scalar.value, count: scalar.length)
            return .scalar(
                text: ReferenceMask.unmasked(String(decoding: bytes, as: UTF8.self)),
                plain: scalar.style == YAML_PLAIN_SCALAR_STYLE,
                tag: Self.text(scalar.tag), hasAnchor: scalar.anchor != nil, end: position(event.end_mark))
        case YAML_SEQUENCE_START_EVENT:
            let start = event.data.sequence_start
            return .sequenceStart(tag: Self.text(start.tag), hasAnchor: start.anchor != nil)
        case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
        case YAML_MAPPING_START_EVENT:
            let start = event.data.mapping_start
            return .mappingStart(tag: Self.text(start.tag), hasAnchor: start.anchor != nil)
        case YAML_MAPPING_END_EVENT: return .mappingEnd
        default: return .other
        }
    }

    private static func text(_ pointer: UnsafeMutablePointer<yaml_char_t>?) -> String? {
        pointer.map { ReferenceMask.unmasked(String(decodingCString: $0, as: UTF8.self)) }
    }

    private func failure() -> Failure {
        let message = parser.pointee.problem.map { String(cString: $0) } ?? "memory is short"
        switch parser.pointee.error {
        case YAML_READER_ERROR, YAML_MEMORY_ERROR:
            // No place is known. What the reader would complain about is found before, with its place.
            return Failure(message: message, position: SourcePosition(file: source.name))
        default:
            let place = position(parser.pointee.problem_mark)
            guard let context = parser.pointee.context.map({ String(cString: $0) }) else {
                return Failure(message: message, position: place)
            }
            let start = position(parser.pointee.context_mark)
            let begun = start.line > 0 && start.line < place.line ? ", which begins in line \(start.line)" : ""
            return Failure(message: "\(message) \(context)\(begun)", position: place)
        }
    }

    /// libyaml counts from 0.
    private func position(_ mark: yaml_mark_t) -> SourcePosition {
        SourcePosition(file: source.name, line: Int(clamping: mark.line) &+ 1, column: Int(clamping: mark.column) &+ 1)
    }
}
