/// Moves spans along a line so that none touch, each as near to its wish as the others let it.
///
/// - Parameters:
///   - wishes: middle and length of each span, the most important first.
///   - range: where all must lie.
/// - Returns: the middles in the order of the wishes; nil for those, from the end of the list, that had no room.
func spread(_ wishes: [(middle: Double, length: Double)], in range: ClosedRange<Double>, gap: Double) -> [Double?] {
    let room = range.upperBound - range.lowerBound
    var kept = 0
    var used = 0.0
    for wish in wishes {
        let more = wish.length + (kept > 0 ? gap : 0)
        guard used + more <= room else { break }
        used += more
        kept += 1
    }
    let order = (0..<kept).sorted { (wishes[$0].middle, $0) < (wishes[$1].middle, $1) }
    var starts: [Double] = []
    var free = range.lowerBound
    for index in order {
        let wish = wishes[index]
        let start = max(free, wish.middle - wish.length / 2)
        starts.append(start)
        free = start + wish.length + gap
    }
    var end = range.upperBound
    for (place, index) in order.enumerated().reversed() {
        starts[place] = min(starts[place], end - wishes[index].length)
        end = starts[place] - gap
    }
    var middles = [Double?](repeating: nil, count: wishes.count)
    for (place, index) in order.enumerated() { middles[index] = starts[place] + wishes[index].length / 2 }
    return middles
}
