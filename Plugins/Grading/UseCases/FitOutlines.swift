import CImaging

/// Where the printed outlines really are, for templates that only state a region around each bubble.
struct OutlineFit: Equatable {
    /// Shift of all bubbles, in template units.
    var shift: Point
    /// Diameter of the outline as a part of the region.
    var part: Double

    static let none = OutlineFit(shift: Point(0, 0), part: 1)

    func callAsFunction(_ bubble: imaging_bubble) -> imaging_bubble {
        imaging_bubble(
            x: bubble.x + shift.x, y: bubble.y + shift.y, width: bubble.width * part, height: bubble.height * part)
    }

    /// Tries shifts and sizes, coarse and then fine, and keeps what puts most ink on outlines and least around them.
    static func best(for bubbles: [imaging_bubble], in page: PageImage, under map: Homography) -> OutlineFit {
        let sample = stride(from: 0, to: bubbles.count, by: max(1, bubbles.count / 24)).map { bubbles[$0] }
        guard let region = sample.first else { return .none }
        func contrast(_ fit: OutlineFit) -> Double {
            page.ink(at: sample.map { fit($0) }, under: map).reduce(0) { $0 + Double($1.outline - $1.around) }
        }
        var best = OutlineFit.none
        var most = -Double.infinity
        var centre = best
        for (reach, step, parts) in [(0.4, 0.2 / 1.5, [0.7, 0.85, 1, 1.2, 1.4]), (0.09, 0.03, [0.92, 1, 1.08])] {
            for part in parts {
                for x in stride(from: -reach, through: reach, by: step) {
                    for y in stride(from: -reach, through: reach, by: step) {
                        let shift = Point(x * region.width, y * region.height)
                        let fit = OutlineFit(shift: centre.shift + shift, part: centre.part * part)
                        let found = contrast(fit)
                        if found > most { (best, most) = (fit, found) }
                    }
                }
            }
            centre = best
        }
        return best
    }
}
