import CDrawing
import ReportScene
import Synchronization

/// Decoded pictures by what they are and how large they are drawn: the logo of 200 reports is decoded once. What was
/// not drawn for the longest time goes first when there are too many bytes.
final class PictureCache: Sendable {
    private struct Entry {
        let picture: DecodedPicture
        var used: UInt64
    }

    private struct State {
        var entries: [String: Entry] = [:]
        var bytes = 0
        var clock: UInt64 = 0
    }

    private let byteBudget: Int
    private let state = Mutex(State())

    init(byteBudget: Int) { self.byteBudget = max(0, byteBudget) }

    /// The picture in at least the asked pixels, or as many as it has; at most about twice as many each way, so that
    /// cairo need not shrink a photo at each drawing.
    /// - Throws: `picture...`.
    func decoded(
        _ picture: Picture, width: Double, height: Double, _ typesetter: Typesetter
    ) throws(DrawingError) -> DecodedPicture {
        if picture.format == .svg {
            let name = "\(picture.contentHash) \(Int(width.rounded(.up)))x\(Int(height.rounded(.up)))"
            if let known = find(name) { return known }
            let made = try SVG(picture.bytes).render(width: width, height: height, typesetter)
            return keep(DecodedPicture(made, name: name))
        }
        let halvings = Self.halvings(of: picture.size, to: Size(width: width, height: height))
        let name = "\(picture.contentHash) 1/\(1 << halvings)"
        if let known = find(name) { return known }
        var made = DecodedPicture(try PictureReader.decode(picture), name: name)
        for _ in 0..<halvings {
            var (from, half) = (made.picture, drawing_picture())
            let status = drawing_picture_halve(&from, &half)
            guard status == DRAWING_OK else { throw PictureReader.error(status, picture.format, detail: "") }
            made = DecodedPicture(half, name: name)
        }
        return keep(made)
    }

    static func halvings(of size: Size, to goal: Size) -> Int {
        var (count, width, height) = (0, size.width / 2, size.height / 2)
        while count < 10, width >= max(1, goal.width), height >= max(1, goal.height) {
            (count, width, height) = (count + 1, width / 2, height / 2)
        }
        return count
    }

    /// As lines and areas, for a PDF.
    func drawVector(_ picture: Picture, on canvas: Canvas, _ typesetter: Typesetter, in rect: Rect) throws(DrawingError)
    {
        try SVG(picture.bytes).draw(on: canvas, typesetter, in: rect)
    }

    var byteCount: Int { state.withLock { $0.bytes } }

    private func find(_ name: String) -> DecodedPicture? {
        state.withLock { state in
            state.clock &+= 1
            state.entries[name]?.used = state.clock
            return state.entries[name]?.picture
        }
    }

    private func keep(_ picture: DecodedPicture) -> DecodedPicture {
        guard picture.byteCount <= byteBudget else { return picture }
        state.withLock { state in
            state.clock &+= 1
            let old = state.entries.updateValue(Entry(picture: picture, used: state.clock), forKey: picture.name)
            state.bytes += picture.byteCount - (old?.picture.byteCount ?? 0)
            while state.bytes > byteBudget, let oldest = state.entries.min(by: { $0.value.used < $1.value.used }) {
                state.entries[oldest.key] = nil
                state.bytes -= oldest.value.picture.byteCount
            }
        }
        return picture
    }
}
