/// A sheet as a pupil handed it in and a scanner saw it, and what is marked on it.
package struct MarkedSheet: Sendable {
    package let seed: UInt64
    package let jpeg: [UInt8]
    /// By field: the marked values in the order of the choices; empty when blank, several when marked twice.
    package let truth: [String: [String]]
    /// By field: how it was marked.
    package let kinds: [String: MarkKind]
    package let dpi: Int
}

/// How a field was marked.
package enum MarkKind: String, Sendable, CaseIterable {
    /// Filled with a marker pen.
    case full
    /// A zigzag through the bubble.
    case scribble
    /// Filled with a soft pencil.
    case light
    /// Two bubbles filled.
    case double
    /// No bubble filled.
    case blank
}
