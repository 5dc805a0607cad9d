import Glibc

/// Where the sheet lies in the picture, by the marks that were recognised.
struct Registration: Sendable {
    var homography: Homography
    /// Index of the anchor and of the candidate that it was matched with.
    var matches: [(anchor: Int, candidate: Int)]
    /// Root mean square distance between marks and where the map puts them, in template units.
    var residual: Double

    /// Turn of the page in the picture, rounded to quarters: 0 upright, 1 clockwise by 90 degrees.
    func quarterTurns(at centre: Point) -> Int {
        let here = homography(centre)
        let right = homography(centre + Point(1, 0)) - here
        if abs(right.x) >= abs(right.y) { return right.x >= 0 ? 0 : 2 }
        return right.y >= 0 ? 1 : 3
    }
}

/// Finds the arrangement of a template's marks among the dark blobs of a picture, turned in any direction.
struct MarkMatcher {
    private let template: SheetTemplate
    private let candidates: [MarkCandidate]
    private let picture: Size
    private let middle: Point
    /// In template units. Less than half the distance to the next mark, so that none takes its neighbour's place.
    private let tolerance: Double

    init(template: SheetTemplate, candidates: [MarkCandidate], picture: Size) {
        self.template = template
        self.candidates = candidates
        self.picture = picture
        let xs = template.anchors.map(\.centre.x)
        let ys = template.anchors.map(\.centre.y)
        middle = Point(((xs.min() ?? 0) + (xs.max() ?? 0)) / 2, ((ys.min() ?? 0) + (ys.max() ?? 0)) / 2)
        var nearest = Double.infinity
        for (i, a) in template.anchors.enumerated() {
            for b in template.anchors[(i + 1)...] { nearest = min(nearest, (a.centre - b.centre).length) }
        }
        tolerance = min(nearest * 0.45, template.page.diagonal * 0.02)
    }

    /// The best fit for each quarter turn in which enough marks are where they should be, best first.
    func registrations() -> [Registration] {
        for stretch in stretches {
            var best: [Int: Registration] = [:]
            for pair in referencePairs {
                consider(pair, stretch: stretch, best: &best)
                // Further pairs only matter when a mark of this one is hidden.
                if best.values.contains(where: { $0.matches.count == template.anchors.count }) { break }
            }
            if !best.isEmpty { return best.values.sorted(by: isBetter) }
        }
        return []
    }

    /// Widths to try, as parts of the stated one: a page measured in pixels need not have the proportions of its paper.
    private var stretches: [Double] {
        template.unit == .millimetres ? [1] : [1, 0.96, 1.04, 0.92, 1.08, 0.88, 1.12]
    }

    // MARK: Hypotheses

    /// Pairs of marks that are far apart: the extremes in the four diagonal directions, then the next ones.
    private var referencePairs: [(Int, Int)] {
        var left = template.anchors.indices.filter { !template.anchors[$0].isOrientation }
        var pairs: [(Int, Int)] = []
        for _ in 0..<3 where left.count >= 2 {
            var extremes: [Int] = []
            for (dx, dy) in [(-1.0, -1.0), (1, 1), (1, -1), (-1, 1)] {
                func along(_ i: Int) -> Double { template.anchors[i].centre.x * dx + template.anchors[i].centre.y * dy }
                if let extreme = left.max(by: { along($0) < along($1) }), !extremes.contains(extreme) {
                    extremes.append(extreme)
                }
            }
            for (i, a) in extremes.enumerated() {
                pairs += extremes[(i + 1)...].map { (a, $0) }
            }
            left.removeAll(where: extremes.contains)
        }
        return pairs
    }

    private func consider(_ pair: (Int, Int), stretch: Double, best: inout [Int: Registration]) {
        let a = template.anchors[pair.0]
        let b = template.anchors[pair.1]
        func stretched(_ p: Point) -> Point { Point(p.x * stretch, p.y) }
        let apart = (stretched(b.centre) - stretched(a.centre)).length
        guard apart > 0 else { return }
        let first = possible(a)
        let second = possible(b)
        for (i, ownScale) in first {
            for (j, otherScale) in second where i != j {
                let scale = (candidates[j].centre - candidates[i].centre).length / apart
                guard scale * template.page.diagonal > picture.diagonal * 0.45,
                    agrees(ownScale, scale), agrees(otherScale, scale),
                    agrees(candidates[i].spread.mean, candidates[j].spread.mean, as: a.shape, b.shape),
                    let guess = Homography.similarity(
                        stretched(a.centre), stretched(b.centre), to: candidates[i].centre, candidates[j].centre
                    )?.afterStretching(x: stretch),
                    isInPicture(guess), isAligned(candidates[i], with: a, under: guess),
                    let fit = refined(guess)
                else { continue }
                let turn = fit.quarterTurns(at: middle)
                if best[turn].map({ isBetter(fit, $0) }) ?? true { best[turn] = fit }
            }
        }
    }

    private func possible(_ anchor: Anchor) -> [(Int, Double)] {
        let fitting = candidates.indices.compactMap { index in
            candidates[index].scale(as: anchor.shape).map { (index, $0) }
        }
        guard anchor.shape.spread == nil else { return fitting }
        // Bubbles around a letter look like rings as well; marks are the larger ones.
        return Array(
            fitting.sorted { candidates[$0.0].spread.mean > candidates[$1.0].spread.mean }.prefix(Self.mostVague))
    }

    private static let mostVague = 24

    private func agrees(_ markScale: Double, _ pageScale: Double) -> Bool {
        markScale == 0 || (0.74...1.32).contains(markScale / pageScale)
    }

    /// Marks of unknown size have at least the same size.
    private func agrees(_ a: Double, _ b: Double, as first: Anchor.Shape, _ second: Anchor.Shape) -> Bool {
        first.spread != nil || second.spread != nil || (0.8...1.25).contains(a / b)
    }

    private func isInPicture(_ guess: Homography) -> Bool {
        let slack = picture.diagonal * 0.03
        var outside = 0
        for anchor in template.anchors {
            let p = guess(anchor.centre)
            if p.x < -slack || p.y < -slack || p.x > picture.width + slack || p.y > picture.height + slack {
                outside += 1
            }
        }
        return outside <= template.anchors.count / 4
    }

    private func isAligned(_ candidate: MarkCandidate, with anchor: Anchor, under guess: Homography) -> Bool {
        guard let direction = anchor.shape.direction else { return true }
        let ahead = guess(anchor.centre + Point(direction == 0 ? 1 : 0, direction == 0 ? 0 : 1)) - guess(anchor.centre)
        // An axis has no sign: the sine of the angle between the two directions is enough.
        let sine = (ahead.x * sin(candidate.direction) - ahead.y * cos(candidate.direction)) / ahead.length
        return abs(sine) < 0.21
    }

    // MARK: Fitting

    /// Matches and fits again and again, each time with a freer map and a smaller tolerance.
    private func refined(_ guess: Homography) -> Registration? {
        var map = guess
        var matches = match(map, within: tolerance)
        guard matches.count >= 3 else { return nil }
        for shrink in [0.7, 0.4, 0.4] {
            guard let better = fit(matches) else { return nil }
            map = better
            matches = match(map, within: tolerance * shrink)
            guard isEnough(matches) else { return nil }
        }
        guard let last = fit(matches) else { return nil }
        return Registration(homography: last, matches: matches, residual: residual(last, matches))
    }

    private func fit(_ matches: [(anchor: Int, candidate: Int)]) -> Homography? {
        let pairs = matches.map {
            Correspondence(template: template.anchors[$0.anchor].centre, image: candidates[$0.candidate].centre)
        }
        return isSpread(matches) ? .projective(fitting: pairs) : .affine(fitting: pairs)
    }

    /// A projective map needs marks in all four quarters; else it would bend where nothing holds it.
    func isSpread(_ matches: [(anchor: Int, candidate: Int)]) -> Bool {
        var quarters: Set<Int> = []
        for match in matches where !template.anchors[match.anchor].isOrientation {
            let p = template.anchors[match.anchor].centre
            quarters.insert((p.x > middle.x ? 1 : 0) + (p.y > middle.y ? 2 : 0))
        }
        return quarters.count == 4
    }

    private func isEnough(_ matches: [(anchor: Int, candidate: Int)]) -> Bool {
        let marks = template.anchors.count { !$0.isOrientation }
        let found = matches.count { !template.anchors[$0.anchor].isOrientation }
        // Three of four corners hold an affine map; of many marks two thirds exclude a chance arrangement.
        return found >= (marks <= 6 ? max(3, marks - 1) : (marks * 2 + 2) / 3)
            && template.anchors.indices.allSatisfy { index in
                !template.anchors[index].isOrientation || matches.contains { $0.anchor == index }
            }
    }

    private func match(_ map: Homography, within tolerance: Double) -> [(anchor: Int, candidate: Int)] {
        let scale = map.scale(at: middle)
        guard scale > 0, scale.isFinite else { return [] }
        var taken: Set<Int> = []
        var matches: [(anchor: Int, candidate: Int)] = []
        for (index, anchor) in template.anchors.enumerated() {
            let place = map(anchor.centre)
            var nearest: (candidate: Int, distance: Double)?
            for (number, candidate) in candidates.enumerated() {
                let distance = (candidate.centre - place).length
                guard distance < tolerance * scale, distance < nearest?.distance ?? .infinity,
                    candidate.resembles(anchor.shape, scale: scale)
                else { continue }
                nearest = (number, distance)
            }
            if let nearest, taken.insert(nearest.candidate).inserted { matches.append((index, nearest.candidate)) }
        }
        return matches
    }

    private func residual(_ map: Homography, _ matches: [(anchor: Int, candidate: Int)]) -> Double {
        let scale = map.scale(at: middle)
        let squares = matches.reduce(0.0) { sum, match in
            let away = (map(template.anchors[match.anchor].centre) - candidates[match.candidate].centre).length / scale
            return sum + away * away
        }
        return (squares / Double(max(matches.count, 1))).squareRoot()
    }

    private func isBetter(_ a: Registration, _ b: Registration) -> Bool {
        if a.matches.count != b.matches.count { return a.matches.count > b.matches.count }
        // Of marks whose size is not known the outermost arrangement is the sheet's.
        let (scaleA, scaleB) = (a.homography.scale(at: middle), b.homography.scale(at: middle))
        return abs(scaleA / scaleB - 1) > 0.1 ? scaleA > scaleB : a.residual < b.residual
    }
}
