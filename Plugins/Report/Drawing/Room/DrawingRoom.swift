import Synchronization

/// Where reports are drawn: fonts checked once at the start, and a few lanes, each with memory of its own, lent to one
/// report at a time.
public final class DrawingRoom: Sendable {
    private let fonts: FontSet
    private let pictures: PictureCache
    private let turns: Turns
    private let idle = Mutex<[IdleLane]>([])

    /// A lane that nobody uses.
    private struct IdleLane: @unchecked Sendable {  // a lane is used by one thread at a time, and now by none
        let lane: DrawingLane
    }

    /// - Parameters:
    ///   - lanes: reports that are drawn at once; more than there are cores gains nothing.
    ///   - pixelBudget: pixels of all reports that are drawn at once; each takes four bytes.
    ///   - pictureBytes: decoded pictures that are kept for the next report.
    /// - Throws: `fonts.missing`, which names the package to install; `fonts.unreadable`, `fonts.too_large`.
    public init(
        fonts: FontSettings = FontSettings(), lanes: Int = 2, pixelBudget: Int = PixelSize.maximumPixels,
        pictureBytes: Int = 32 << 20
    ) throws(DrawingError) {
        self.fonts = try FontSet(fonts)
        pictures = PictureCache(byteBudget: pictureBytes)
        turns = Turns(LaneQueue(lanes: lanes, pixelBudget: pixelBudget))
    }

    /// Lends a lane as soon as one is free and the pixels find room; first come, first served. `body` runs where the
    /// caller runs, without a break: it takes tens of milliseconds of processor time.
    /// - Parameter pixels: of the picture to draw, `PixelSize.pixels`; 0 for a PDF.
    /// - Throws: `CancellationError` when the task was cancelled while it waited; `DrawingError`; what `body` throws.
    public nonisolated(nonsending) func withLane<R>(
        pixels: Int, _ body: (DrawingLane) throws -> R
    ) async throws -> R {
        let ticket = try await turns.take(pixels: pixels)
        defer { turns.giveBack(ticket) }
        let lane = try idle.withLock { $0.popLast() }?.lane ?? DrawingLane(fonts: fonts, pictures: pictures)
        defer {
            let free = IdleLane(lane: lane)
            idle.withLock { $0.append(free) }
        }
        return try body(lane)
    }

    /// Reports that are drawn and that wait, for gauges.
    public var load: (drawing: Int, waiting: Int) { turns.load }
}
