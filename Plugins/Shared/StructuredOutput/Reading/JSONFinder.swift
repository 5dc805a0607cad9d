import PluginSDK

/// Looks for JSON in a text that was meant to be JSON alone.
struct JSONFinder {
    /// Texts are bounded by the most tokens of an answer; beyond this one, nothing is looked for.
    static let mostBytes = 8 << 20

    private let bytes: [UInt8]
    private var found: [(json: RepairedJSON, isFenced: Bool)] = []
    /// The first that began as JSON does and did not go on so.
    private var broken: (problem: ReplyProblem, isFenced: Bool)?
    /// Bytes read in vain.
    private var steps = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func find() -> Result<[RepairedJSON], ReplyProblem> {
        guard bytes.count <= Self.mostBytes else { return .failure(.tooLarge) }
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        let outer: Set<JSONRepair> = start > 0 ? [.byteOrderMark] : []
        if let whole = whole(from: start, outer) { return .success([whole]) }
        scan(from: start, outer)
        let fenced = found.filter(\.isFenced)
        if let broken, fenced.isEmpty || broken.isFenced || broken.problem.code == .truncated {
            return .failure(broken.problem)
        }
        if !fenced.isEmpty { return .success(fenced.map(\.json)) }
        return found.isEmpty ? .failure(.nothing) : .success(found.map(\.json))
    }

    /// The text as one value of any kind, with nothing but space around it.
    private mutating func whole(from start: Int, _ outer: Set<JSONRepair>) -> RepairedJSON? {
        var reader = LenientReader(bytes, at: start)
        guard let value = try? reader.document() else { return nil }
        return RepairedJSON(
            value: value, repairs: reader.repairs.union(outer).sorted(), length: bytes.count - start)
    }

    private mutating func scan(from start: Int, _ outer: Set<JSONRepair>) {
        var at = start
        while at < bytes.count {
            guard bytes[at] == UInt8(ascii: "{") || bytes[at] == UInt8(ascii: "[") else {
                at += 1
                continue
            }
            var reader = LenientReader(bytes, at: at)
            let opening = openingFence(before: at)
            do throws(ReadingFault) {
                let value = try reader.value()
                let isFenced = opening != nil && endsFence(at: reader.offset)
                var repairs = reader.repairs.union(outer)
                if isFenced { repairs.insert(.fence) }
                if !isFenced || hasText(before: opening ?? at) || hasText(behindFenceAt: reader.offset) {
                    repairs.insert(.prose)
                }
                let json = RepairedJSON(value: value, repairs: repairs.sorted(), length: reader.offset - at)
                found.append((json, isFenced))
                at = reader.offset
            } catch {
                steps += reader.offset - at
                // Square brackets and braces of prose fail often and soon. A text that makes reading long and fail again
                // and again is no answer.
                guard steps <= 16 * bytes.count + 1_000 else { return note(.nothing, false) }
                if error.isProse {
                    at += 1
                } else {
                    note(ReplyProblem(error), opening != nil)
                    // What lies inside something broken is a part of the answer and not the answer.
                    guard error.kind != .truncated, let end = Bracketing.end(of: bytes, from: at) else { return }
                    at = end
                }
            }
        }
    }

    private mutating func note(_ problem: ReplyProblem, _ isFenced: Bool) {
        if broken == nil || problem.code == .truncated { broken = (problem, isFenced) }
    }
}

// MARK: - Fences

extension JSONFinder {
    private static let fence = [UInt8](repeating: UInt8(ascii: "`"), count: 3)

    /// Where the mark of a fence begins that stands right before a value: three backticks, perhaps one word, and space.
    private func openingFence(before start: Int) -> Int? {
        var at = start
        while at > 0, LenientReader.isSpace(bytes[at - 1]) { at -= 1 }
        let wordEnd = at
        while at > 0, wordEnd - at < 12, Self.isWord(bytes[at - 1]) { at -= 1 }
        guard at >= 3, bytes[(at - 3)..<at].elementsEqual(Self.fence) else { return nil }
        at -= 3
        while at > 0, bytes[at - 1] == UInt8(ascii: "`") { at -= 1 }
        return at
    }

    /// Whether the fence is closed behind a value, or the text ends there.
    private func endsFence(at offset: Int) -> Bool {
        let rest = bytes[offset...].drop { LenientReader.isSpace($0) }
        return rest.isEmpty || rest.starts(with: Self.fence)
    }

    private func hasText(before end: Int) -> Bool {
        let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return bytes[start..<max(start, end)].contains { !LenientReader.isSpace($0) }
    }

    private func hasText(behindFenceAt offset: Int) -> Bool {
        bytes[offset...].contains { !LenientReader.isSpace($0) && $0 != UInt8(ascii: "`") }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
            || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
