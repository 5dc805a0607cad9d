import Fuzzing
import Testing

@testable import ReportDrawing

/// A queue in a box: `#expect` takes no mutating calls.
private final class Queue {
    var value: LaneQueue

    init(lanes: Int, pixelBudget: Int) { value = LaneQueue(lanes: lanes, pixelBudget: pixelBudget) }

    func enter(_ ticket: UInt64, pixels: Int) -> Bool { value.enter(ticket, pixels: pixels) }
    func leave(_ ticket: UInt64) -> [UInt64] { value.leave(ticket) }
    func abandon(_ ticket: UInt64) -> [UInt64]? { value.abandon(ticket) }
}

@Suite struct LaneQueueTests {
    @Test("as many draw at once as there are lanes, and the next waits for one")
    func lanes() {
        let queue = Queue(lanes: 2, pixelBudget: 100)
        #expect(queue.enter(1, pixels: 10))
        #expect(queue.enter(2, pixels: 10))
        #expect(!queue.enter(3, pixels: 10))
        #expect(queue.leave(1) == [3])
        #expect(queue.leave(1) == [])
        #expect(queue.value.drawingCount == 2)
    }

    @Test("a large picture waits for pixels, and a small one does not overtake it")
    func fifo() {
        let queue = Queue(lanes: 3, pixelBudget: 100)
        #expect(queue.enter(1, pixels: 60))
        #expect(!queue.enter(2, pixels: 60))
        #expect(!queue.enter(3, pixels: 10))
        #expect(queue.leave(1) == [2, 3])
    }

    @Test("a picture beyond the whole budget draws alone")
    func whole() {
        let queue = Queue(lanes: 2, pixelBudget: 100)
        #expect(queue.enter(1, pixels: 1_000_000))
        #expect(!queue.enter(2, pixels: 1))
        #expect(queue.leave(1) == [2])
    }

    @Test("who gives up waiting lets those behind it draw")
    func abandon() {
        let queue = Queue(lanes: 3, pixelBudget: 100)
        #expect(queue.enter(1, pixels: 60))
        #expect(!queue.enter(2, pixels: 60))
        #expect(!queue.enter(3, pixels: 10))
        #expect(queue.abandon(2) == [3])
        #expect(queue.abandon(2) == nil)
        #expect(queue.abandon(1) == nil)
    }

    @Test("after any order of coming and going all lanes and pixels are free again")
    func anyOrder() {
        var random = SeededRandom(7)
        for _ in 0..<200 {
            let queue = Queue(lanes: Int.random(in: 1...4, using: &random), pixelBudget: 100)
            let free = (queue.value.freeLanes, queue.value.freePixels)
            var drawing: Set<UInt64> = []
            var waiting: [UInt64] = []
            for ticket in 0..<40 as Range<UInt64> {
                let pixels = Int.random(in: -5...150, using: &random)
                if queue.enter(ticket, pixels: pixels) { drawing.insert(ticket) } else { waiting.append(ticket) }
                if Bool.random(using: &random), let leaves = drawing.min() {
                    drawing.remove(leaves)
                    drawing.formUnion(queue.leave(leaves))
                } else if Bool.random(using: &random), let gone = waiting.randomElement(using: &random) {
                    if let admitted = queue.abandon(gone) { drawing.formUnion(admitted) }
                }
                waiting.removeAll(where: drawing.contains)
                #expect(queue.value.drawingCount == drawing.count)
            }
            while let leaves = drawing.min() {
                drawing.remove(leaves)
                drawing.formUnion(queue.leave(leaves))
            }
            #expect((queue.value.freeLanes, queue.value.freePixels) == free)
            #expect(queue.value.waitingCount == 0)
        }
    }
}
