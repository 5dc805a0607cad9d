extension Double {
    /// A rate as a text says it, with one decimal: two that read the same are the same to who reads, and are told to be.
    public var asRead: Double { ((self + 1e-9) * 10).rounded(.toNearestOrAwayFromZero) / 10 }
}
