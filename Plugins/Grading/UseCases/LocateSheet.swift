import CImaging

/// A sheet found in a picture, with the ink of all its bubbles.
struct LocatedSheet {
    let homography: Homography
    /// By field and choice.
    let ink: [[ChoiceInk]]
    /// Clockwise quarters by which the page is turned in the picture.
    let quarterTurns: Int
    let marksFound: Int
}

/// Finds the sheet in a picture and measures its bubbles, or refuses.
struct SheetLocator {
    let template: SheetTemplate

    /// Dark means darker than this part of the paper. Marks are printed black; pale copies need the second try.
    private static let markDarkness = [0.5, 0.68]
    /// Share of bubbles whose outline must be seen for the page to count as this sheet.
    private static let leastOutlines = 0.6

    /// - Throws: `SheetError` with `sheet.not_found` or `sheet.outside`.
    func locate(in page: PageImage) throws(SheetError) -> LocatedSheet {
        if template.frame == .image {
            let map = Homography.scaling(
                x: Double(page.luma.width) / template.page.width, y: Double(page.luma.height) / template.page.height)
            return try verified([measured(page, map: map, turns: 0, marks: 0)])
        }
        var candidates = 0
        var refusal: SheetError?
        for darkness in Self.markDarkness {
            let blobs = page.markCandidates(for: template, darkerThan: darkness)
            candidates = max(candidates, blobs.count)
            let sheets = fits(blobs, page: page)
            guard !sheets.isEmpty else { continue }
            do throws(SheetError) {
                return try verified(sheets)
            } catch {
                refusal = error
            }
        }
        throw refusal ?? .notFound(template, found: candidates)
    }

    /// The arrangements with the most marks. Several turns can fit marks that are symmetric; the bubbles then tell.
    private func fits(_ candidates: [MarkCandidate], page: PageImage) -> [LocatedSheet] {
        let matcher = MarkMatcher(template: template, candidates: candidates, picture: page.luma.size)
        let found = matcher.registrations()
        return found.filter { $0.matches.count == found.first?.matches.count }.map { fit in
            let (map, marks) = refined(fit, candidates: candidates, matcher: matcher, page: page)
            return measured(page, map: map, turns: fit.quarterTurns(at: centre), marks: marks)
        }
    }

    private var centre: Point { Point(template.page.width / 2, template.page.height / 2) }

    /// Fits once more to the centres measured in the full picture, without the marks that disagree with the rest.
    private func refined(
        _ fit: Registration, candidates: [MarkCandidate], matcher: MarkMatcher, page: PageImage
    ) -> (Homography, Int) {
        var pairs = fit.matches.map {
            Correspondence(
                template: template.anchors[$0.anchor].centre, image: page.refinedCentre(of: candidates[$0.candidate]))
        }
        guard matcher.isSpread(fit.matches), let first = Homography.projective(fitting: pairs) else {
            return (.affine(fitting: pairs) ?? fit.homography, pairs.count)
        }
        guard pairs.count >= 8 else { return (first, pairs.count) }
        let away = pairs.map { (first($0.template) - $0.image).length }
        let limit = max(away.quantile(0.5) * 3.5, first.scale(at: centre) * template.millimetre * 0.15)
        pairs = zip(pairs, away).filter { $0.1 <= limit }.map(\.0)
        return (.projective(fitting: pairs) ?? first, pairs.count)
    }

    private func measured(_ page: PageImage, map: Homography, turns: Int, marks: Int) -> LocatedSheet {
        let stated = template.fields.flatMap(\.choices).map {
            imaging_bubble(x: $0.centre.x, y: $0.centre.y, width: $0.bubble.size.width, height: $0.bubble.size.height)
        }
        let isVague = template.fields.contains { $0.choices.contains { $0.bubble.outline == .region } }
        let fit = isVague ? OutlineFit.best(for: stated, in: page, under: map) : .none
        var ink = page.ink(at: stated.map { fit($0) }, under: map).makeIterator()
        return LocatedSheet(
            homography: map,
            ink: template.fields.map { field in
                field.choices.map { _ in
                    let spot = ink.next() ?? imaging_ink()
                    return ChoiceInk(
                        darkness: Double(spot.darkness), outline: Double(spot.outline), around: Double(spot.around),
                        isVisible: spot.samples > 0)
                }
            }, quarterTurns: turns, marksFound: marks)
    }

    /// The sheet whose bubbles are seen best, if they are seen at all.
    private func verified(_ sheets: [LocatedSheet]) throws(SheetError) -> LocatedSheet {
        let rated = sheets.map { (sheet: $0, share: bubblesSeen($0.ink)) }
        guard let best = rated.max(by: { $0.share < $1.share }), best.share >= Self.leastOutlines else {
            throw .otherSheet(template, share: rated.map(\.share).max() ?? 0)
        }
        let outside = best.sheet.ink.count { row in row.contains { !$0.isVisible } }
        guard outside == 0 else { throw .outside(template, fields: outside) }
        return best.sheet
    }

    /// The share of bubbles with an outline or a mark that is darker than the paper around it.
    private func bubblesSeen(_ ink: [[ChoiceInk]]) -> Double {
        let all = ink.joined()
        let seen = all.count { max($0.outline, $0.darkness) - $0.around > 0.03 }
        return Double(seen) / Double(max(all.count, 1))
    }
}
