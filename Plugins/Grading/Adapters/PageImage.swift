import CImaging
import Glibc

/// A picture with what is needed to look at it: a small copy for finding marks, and how bright its paper is.
final class PageImage {
    let luma: LumaImage
    private let small: LumaImage
    private let factor: Int
    private let tiles: [UInt8]
    private let columns: Int
    private let rows: Int

    /// Edge of a paper tile in pixels of the small copy: about 8 mm of an A4 page.
    private static let tile = 32
    /// Long edge that the small copy is reduced towards; marks of 2 mm keep five pixels.
    private static let smallEdge = 1100

    /// `nil` when the picture is too small to show anything, or memory is short.
    init?(_ luma: LumaImage) {
        let factor = max(1, max(luma.width, luma.height) / Self.smallEdge)
        guard luma.width >= 64, luma.height >= 64, let small = factor == 1 ? luma : luma.reduced(by: factor) else {
            return nil
        }
        self.luma = luma
        self.small = small
        self.factor = factor
        columns = (small.width + Self.tile - 1) / Self.tile
        rows = (small.height + Self.tile - 1) / Self.tile
        var tiles = [UInt8](repeating: 255, count: columns * rows)
        Self.withPaper(&tiles, columns: columns, rows: rows, tile: Double(Self.tile)) { paper in
            small.withPixels {
                imaging_measure_paper($0, UInt32(small.width), UInt32(small.height), UInt32(Self.tile), &paper)
            }
        }
        self.tiles = tiles
    }

    private static func withPaper<Result>(
        _ tiles: inout [UInt8], columns: Int, rows: Int, tile: Double, _ body: (inout imaging_paper) -> Result
    ) -> Result {
        tiles.withUnsafeMutableBufferPointer { buffer in
            var paper = imaging_paper(
                tiles: buffer.baseAddress, columns: UInt32(columns), rows: UInt32(rows), tile: tile)
            return body(&paper)
        }
    }

    /// The paper, for functions that only read it.
    private func withPaper<Result>(tile: Double, _ body: (inout imaging_paper) -> Result) -> Result {
        var tiles = tiles
        return Self.withPaper(&tiles, columns: columns, rows: rows, tile: tile, body)
    }

    // MARK: Marks

    private static let mostBlobs = 8000

    /// Dark blobs that could be marks of the template at a likely scale, in pixels of the full picture.
    /// - Parameter darkerThan: the part of the paper's brightness below which a pixel counts as dark.
    func markCandidates(for template: SheetTemplate, darkerThan ratio: Double) -> [MarkCandidate] {
        var mask = [UInt8](repeating: 0, count: small.width * small.height)
        var components = [imaging_component](repeating: imaging_component(), count: Self.mostBlobs)
        var count = 0
        let (width, height) = (UInt32(small.width), UInt32(small.height))
        withPaper(tile: Double(Self.tile)) { paper in
            small.withPixels { imaging_threshold($0, width, height, &paper, ratio, &mask) }
        }
        let largest = UInt32(min(small.width * small.height / 100, Int(UInt32.max)))
        guard imaging_components(&mask, width, height, 12, largest, &components, components.count, &count) == IMAGING_OK
        else { return [] }
        // A page fills most of its picture, seldom less than half; a template of corner marks is smaller than its page.
        let fullScale = luma.size.diagonal / template.page.diagonal
        let scales = (fullScale * 0.45)...(fullScale * 1.25)
        return candidates(components.prefix(count)).filter { candidate in
            template.anchors.contains { anchor in
                candidate.scale(as: anchor.shape).map { $0 == 0 || scales.contains($0) } ?? false
            }
        }
    }

    private func candidates(_ components: ArraySlice<imaging_component>) -> [MarkCandidate] {
        let scale = Double(factor)
        return components.compactMap { blob -> MarkCandidate? in
            let spread = Spread(xx: blob.xx, yy: blob.yy, xy: blob.xy)
            guard spread.short > 0, spread.elongation < 12 else { return nil }
            let (width, height) = (Double(blob.right) - Double(blob.left), Double(blob.bottom) - Double(blob.top))
            var long = spread
            long.long *= scale
            long.short *= scale
            let candidate = MarkCandidate(
                centre: Point(blob.x * scale, blob.y * scale), spread: long,
                direction: atan2(2 * blob.xy, blob.xx - blob.yy) / 2,
                origin: Point(Double(blob.left) * scale, Double(blob.top) * scale),
                size: Size(width: width * scale, height: height * scale),
                isConcentric: false, solidity: Double(blob.area) / (12 * spread.long * spread.short))
            return candidate
        }.markingConcentric()
    }

    /// The centre of gravity of a mark, measured in the full picture.
    func refinedCentre(of mark: MarkCandidate) -> Point {
        let margin = Double(factor) * 1.5
        var x = mark.centre.x
        var y = mark.centre.y
        let weight = withPaper(tile: Double(Self.tile * factor)) { paper in
            luma.withPixels {
                imaging_dark_centroid(
                    $0, UInt32(luma.width), UInt32(luma.height), &paper, mark.origin.x - margin, mark.origin.y - margin,
                    mark.origin.x + mark.size.width + margin, mark.origin.y + mark.size.height + margin, &x, &y)
            }
        }
        return weight > 0 ? Point(x, y) : mark.centre
    }

    // MARK: Bubbles

    /// The ink in and around each bubble where the map puts it.
    func ink(at bubbles: [imaging_bubble], under map: Homography) -> [imaging_ink] {
        var ink = [imaging_ink](repeating: imaging_ink(), count: bubbles.count)
        withPaper(tile: Double(Self.tile * factor)) { paper in
            luma.withPixels {
                imaging_measure_bubbles(
                    $0, UInt32(luma.width), UInt32(luma.height), &paper, map.rows, bubbles, bubbles.count, &ink)
            }
        }
        return ink
    }
}

extension [MarkCandidate] {
    /// Marks those that have another blob in their middle.
    fileprivate func markingConcentric() -> [MarkCandidate] {
        let byX = sorted { $0.centre.x < $1.centre.x }
        return byX.indices.map { index in
            var candidate = byX[index]
            let reach = Swift.max(candidate.size.width, candidate.size.height) * 0.12
            func isInside(_ other: MarkCandidate) -> Bool {
                (other.centre - candidate.centre).length < reach && other.size.width < candidate.size.width * 0.8
            }
            var near = index
            while near > 0, candidate.centre.x - byX[near - 1].centre.x < reach { near -= 1 }
            while near < byX.count, byX[near].centre.x - candidate.centre.x < reach {
                if near != index, isInside(byX[near]) { candidate.isConcentric = true }
                near += 1
            }
            return candidate
        }
    }
}
