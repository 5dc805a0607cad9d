import CXML

/// Builds the tree from what libxml2 tells. Confined to one call of `parseMarkup`.
final class TreeBuilder {
    private let limits: MarkupLimits
    private var places: TagPlaces
    /// The element that is being read, within those before it.
    private var open: [Element] = []
    private var root: Element?
    /// The text that is being read: it comes in pieces, at references and at the end of libxml2's buffer.
    private var pending: [UInt8] = []
    private var nodes = 0
    private var refusal: MarkupError?
    private static let isStarted: Void = markup_start()

    init(_ places: TagPlaces, limits: MarkupLimits) {
        self.places = places
        self.limits = limits
    }

    func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Result<Element, MarkupError> {
        Self.isStarted
        var events = markup_events(
            context: Unmanaged.passUnretained(self).toOpaque(),
            open: { context, name, attributes, count, end in
                TreeBuilder.from(context).opens(name, UnsafeBufferPointer(start: attributes, count: count), end: end)
            },
            close: { context in TreeBuilder.from(context).closes() },
            text: { context, text in TreeBuilder.from(context).reads(text) })
        var failure = markup_failure()
        let status = markup_parse(bytes.baseAddress, bytes.count, &events, &failure)
        if let refusal { return .failure(refusal) }
        guard status == MARKUP_OK, let root else { return .failure(Self.error(status, failure)) }
        return .success(root)
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> TreeBuilder {
        // The context is what `read` gave, and lives as long as its call.
        Unmanaged<TreeBuilder>.fromOpaque(context.unsafelyUnwrapped).takeUnretainedValue()
    }

    private func opens(_ name: markup_text, _ attributes: UnsafeBufferPointer<markup_attribute>, end: Int) -> Int32 {
        let (tag, found) = places.places(tagEndingAt: end, attributes: attributes.count)
        guard counts(at: tag), endsText() else { return 0 }
        guard open.count < limits.depth else {
            refusal = MarkupError(
                code: "markup.too_large", message: "Elements are nested more than \(limits.depth) deep.", position: tag)
            return 0
        }
        var element = Element(name: String(name), attributes: [], children: [], position: tag)
        element.attributes.reserveCapacity(attributes.count)
        for (attribute, place) in zip(attributes, found) {
            element.attributes.append(
                Attribute(name: String(attribute.name), value: String(attribute.value), position: place))
        }
        open.append(element)
        return 1
    }

    private func closes() -> Int32 {
        guard endsText(), let element = open.popLast() else { return 0 }
        if open.isEmpty { root = element } else { open[open.count - 1].children.append(.element(element)) }
        return 1
    }

    private func reads(_ text: markup_text) -> Int32 {
        if !open.isEmpty { pending += UnsafeRawBufferPointer(start: text.bytes, count: text.size) }
        return 1
    }

    private func endsText() -> Bool {
        guard let last = open.indices.last, !pending.isEmpty else { return true }
        guard counts(at: open[last].position) else { return false }
        open[last].children.append(.text(String(decoding: pending, as: UTF8.self)))
        pending.removeAll(keepingCapacity: true)
        return true
    }

    private func counts(at position: MarkupPosition) -> Bool {
        nodes += 1
        guard nodes > limits.nodes else { return true }
        refusal = MarkupError(
            code: "markup.too_large", message: "The markup has more than \(limits.nodes) elements and texts.",
            position: position)
        return false
    }

    private static func error(_ status: markup_status, _ failure: markup_failure) -> MarkupError {
        let position =
            failure.line > 0 ? MarkupPosition(line: Int(failure.line), column: max(1, Int(failure.column))) : nil
        let said = withUnsafeBytes(of: failure.message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        return switch status {
        case MARKUP_DOCTYPE:
            MarkupError(
                code: "markup.refused", message: "A document type is not allowed: leave <!DOCTYPE ...> out.",
                position: position)
        case MARKUP_INSTRUCTION:
            MarkupError(
                code: "markup.refused", message: "Processing instructions are not allowed: leave <?...?> out.",
                position: position)
        case MARKUP_ENTITY:
            MarkupError(
                code: "markup.malformed",
                message: "\(said.isEmpty ? "An entity" : "&\(said);") is not known: only &amp; &lt; &gt; &quot; &apos; "
                    + "and numbers such as &#160; are.", position: position)
        case MARKUP_NO_MEMORY:
            MarkupError(code: "markup.too_large", message: "There is no memory left to read the markup.")
        default:
            MarkupError(
                code: "markup.malformed", message: "The markup is not well formed: \(said).", position: position)
        }
    }
}

extension String {
    fileprivate init(_ text: markup_text) {
        self = String(decoding: UnsafeRawBufferPointer(start: text.bytes, count: text.size), as: UTF8.self)
    }
}
