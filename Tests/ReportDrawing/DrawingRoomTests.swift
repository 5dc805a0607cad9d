import ReportScene
import Synchronization
import Testing

@testable import ReportDrawing

@Suite struct DrawingRoomTests {
    @Test("one lane and two draw the same bytes, again and again")
    func determinism() async throws {
        let alone = try await Studio.withLane { lane in
            let page = try Studio.everything(lane)
            return [try lane.jpeg([page], scale: 2), try lane.png([page], scale: 1.5, colors: .palette256)]
        }
        let room = try DrawingRoom(lanes: 2)
        try await withThrowingTaskGroup(of: [[UInt8]].self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await room.withLane(pixels: 500_000) { lane in
                        let page = try Studio.everything(lane)
                        return [try lane.jpeg([page], scale: 2), try lane.png([page], scale: 1.5, colors: .palette256)]
                    }
                }
            }
            for try await drawn in group { #expect(drawn == alone) }
        }
        #expect(room.load == (0, 0))
    }

    @Test("a task that is cancelled while it waits leaves the queue, and its pixels are not taken")
    func cancelled() async throws {
        let turns = Turns(LaneQueue(lanes: 1, pixelBudget: 10))
        let held = try await turns.take(pixels: 1)
        let waiter = Task { _ = try await turns.take(pixels: 1) }
        while turns.load.waiting == 0 { await Task.yield() }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(turns.load == (1, 0))
        turns.giveBack(held)
        let next = try await turns.take(pixels: 10)
        turns.giveBack(next)
        #expect(turns.load == (0, 0))
    }

    @Test("a task that was cancelled before it came does not wait")
    func cancelledBefore() async throws {
        let turns = Turns(LaneQueue(lanes: 1, pixelBudget: 10))
        let held = try await turns.take(pixels: 1)
        let waiter = Task {
            while !Task.isCancelled { await Task.yield() }
            _ = try await turns.take(pixels: 1)
        }
        waiter.cancel()
        await #expect(throws: CancellationError.self) { try await waiter.value }
        #expect(turns.load == (1, 0))
        turns.giveBack(held)
    }

    @Test("who waits gets the lane, also when the one before it throws")
    func thrown() async throws {
        struct Oops: Error {}
        let room = try DrawingRoom(lanes: 1)
        await #expect(throws: Oops.self) { try await room.withLane(pixels: 1) { _ in throw Oops() } }
        #expect(try await room.withLane(pixels: 1) { _ in 3 } == 3)
    }

    @Test("pictures beyond the bounds are refused before memory is taken")
    func bounds() async throws {
        for (width, height, scale) in [
            (9_000.0, 10.0, 2.0), (10, 9_000, 2), (4_000, 4_000, 2), (.infinity, 10, 1), (.nan, 10, 1),
        ] {
            let page = Studio.page(width, height, [])
            let error = #expect(throws: DrawingError.self) { try PixelSize(of: [page], scale: scale) }
            #expect(error?.code == "drawing.too_large")
        }
        let page = Studio.page(100, 6_000, [])
        #expect(throws: DrawingError.self) { try PixelSize(of: [page, page, page], scale: 1) }
        #expect(throws: DrawingError.self) { try PixelSize(of: [], scale: 1) }
        #expect(throws: DrawingError.self) { try PixelSize(of: [page], scale: .nan) }
        #expect(try PixelSize(of: [page, page], scale: 1).height == 12_000)
    }
}
