/// Metrics at one moment, as Prometheus text format 0.0.4 lays them out: all series of a name together, under its type.
public struct MetricFamilies: Sendable {
    private struct Family {
        var kind: String
        var lines: [String] = []
    }

    private var families: [String: Family] = [:]

    public init() {}

    public mutating func counter(_ name: String, _ labels: [String: String], _ value: Double) {
        add(name, "counter", "\(name)\(Self.text(labels)) \(Self.number(value))")
    }

    public mutating func gauge(_ name: String, _ labels: [String: String], _ value: Double) {
        add(name, "gauge", "\(name)\(Self.text(labels)) \(Self.number(value))")
    }

    /// - Parameters:
    ///   - counts: observations in each bucket of ``MetricRegistry/bounds``, or of `countBounds` where the name does not
    ///     end in `_seconds`, and one more for those above.
    ///   - sum: of all observations.
    public mutating func histogram(_ name: String, _ labels: [String: String], counts: [UInt64], sum: Double) {
        let bounds = MetricRegistry.bounds(of: name)
        var running: UInt64 = 0
        for (index, count) in counts.enumerated() {
            running &+= count
            let bound = index < bounds.count ? Self.number(bounds[index]) : "+Inf"
            add(name, "histogram", "\(name)_bucket\(Self.text(labels.merging(["le": bound]) { $1 })) \(running)")
        }
        add(name, "histogram", "\(name)_sum\(Self.text(labels)) \(Self.number(sum))")
        add(name, "histogram", "\(name)_count\(Self.text(labels)) \(running)")
    }

    /// Takes over all series of `other`. A name that is already here with another type keeps its own.
    public mutating func merge(_ other: MetricFamilies) {
        for (name, family) in other.families where families[name]?.kind ?? family.kind == family.kind {
            families[name, default: Family(kind: family.kind)].lines += family.lines
        }
    }

    /// The text, families sorted by name.
    public var text: String {
        families.sorted { $0.key < $1.key }
            .map { "# TYPE \($0.key) \($0.value.kind)\n" + $0.value.lines.joined(separator: "\n") + "\n" }
            .joined()
    }

    private mutating func add(_ name: String, _ kind: String, _ line: String) {
        guard families[name]?.kind ?? kind == kind else { return }
        families[name, default: Family(kind: kind)].lines.append(line)
    }

    private static func text(_ labels: [String: String]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\(escaped($0.value))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    private static func escaped(_ value: String) -> String {
        var out = ""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\\": out += "\\\\"
            case "\"": out += "\\\""
            case "\n": out += "\\n"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    private static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        return String(value)
    }
}
