/// Who may draw, and who waits: a few lanes, and a bound for the pixels of all that draw at once. First come, first
/// served, so that a large report is not overtaken for ever by small ones. A value: no threads, no clocks.
struct LaneQueue {
    typealias Ticket = UInt64

    private struct Entry {
        let ticket: Ticket
        let pixels: Int
    }

    private let pixelBudget: Int
    private(set) var freeLanes: Int
    private(set) var freePixels: Int
    private var waiting: [Entry] = []
    private var drawing: [Ticket: Int] = [:]

    init(lanes: Int, pixelBudget: Int) {
        self.pixelBudget = max(1, pixelBudget)
        freeLanes = max(1, lanes)
        freePixels = self.pixelBudget
    }

    var waitingCount: Int { waiting.count }
    var drawingCount: Int { drawing.count }

    /// True: may draw now. False: waits, and is named by `leave` or `abandon` of others when its turn has come.
    /// More pixels than the whole budget are taken as all of it: such a report draws alone.
    mutating func enter(_ ticket: Ticket, pixels: Int) -> Bool {
        waiting.append(Entry(ticket: ticket, pixels: min(max(pixels, 0), pixelBudget)))
        return admit().contains(ticket)
    }

    /// Ends drawing. Returns who may draw now.
    mutating func leave(_ ticket: Ticket) -> [Ticket] {
        guard let pixels = drawing.removeValue(forKey: ticket) else { return [] }
        freeLanes += 1
        freePixels += pixels
        return admit()
    }

    /// Ends waiting; nil when the ticket does not wait. Returns who may draw now.
    mutating func abandon(_ ticket: Ticket) -> [Ticket]? {
        guard let place = waiting.firstIndex(where: { $0.ticket == ticket }) else { return nil }
        waiting.remove(at: place)
        return admit()
    }

    private mutating func admit() -> [Ticket] {
        var admitted: [Ticket] = []
        while let first = waiting.first, freeLanes > 0, first.pixels <= freePixels {
            waiting.removeFirst()
            freeLanes -= 1
            freePixels -= first.pixels
            drawing[first.ticket] = first.pixels
            admitted.append(first.ticket)
        }
        return admitted
    }
}
