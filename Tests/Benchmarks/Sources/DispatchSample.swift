/// One round of one load.
struct DispatchSample {
    let jobsPerSecond: Double
    let cpuMicroseconds: Double
    let medianMicroseconds: Double
    let tailMicroseconds: Double

    /// - Parameter latencies: in nanoseconds, one for each job.
    init(latencies: [UInt64], seconds: Double, cpuSeconds: Double) {
        let sorted = latencies.sorted()
        let count = Double(max(1, sorted.count))
        jobsPerSecond = Double(sorted.count) / seconds
        cpuMicroseconds = cpuSeconds * 1e6 / count
        medianMicroseconds = Self.percentile(0.5, of: sorted)
        tailMicroseconds = Self.percentile(0.99, of: sorted)
    }

    /// The medians over the rounds, each figure by itself, separated by spaces.
    static func medians(_ samples: [DispatchSample]) -> String {
        [\DispatchSample.jobsPerSecond, \.cpuMicroseconds, \.medianMicroseconds, \.tailMicroseconds].map { figure in
            let sorted = samples.map { $0[keyPath: figure] }.sorted()
            let middle = sorted.isEmpty ? 0 : (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
            return "\((middle * 100).rounded() / 100)"
        }.joined(separator: " ")
    }

    /// The nearest rank, in microseconds.
    private static func percentile(_ share: Double, of sorted: [UInt64]) -> Double {
        let rank = Int((share * Double(sorted.count)).rounded(.up))
        let index = min(max(rank - 1, 0), sorted.count - 1)
        return sorted.indices.contains(index) ? Double(sorted[index]) / 1e3 : 0
    }
}
