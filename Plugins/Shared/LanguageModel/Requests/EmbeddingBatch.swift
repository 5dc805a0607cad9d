import TokenBudget

/// How many texts go into one request for vectors.
struct EmbeddingBatch: Sendable, Equatable {
    var texts: Int
    /// By estimate; a text that is longer by itself goes alone.
    var tokens: Int

    /// The texts in runs, in their order.
    func runs(of all: [String], _ estimate: TokenEstimate) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start = 0
        var sum = 0
        for (index, text) in all.enumerated() {
            let size = estimate.tokens(in: text)
            if index > start, index - start >= texts || sum.addingClamped(size) > tokens {
                runs.append(start..<index)
                (start, sum) = (index, 0)
            }
            sum = sum.addingClamped(size)
        }
        if start < all.count { runs.append(start..<all.count) }
        return runs
    }
}
