/// What is checked before the browser is asked, so that nothing is allocated for a picture that is too large.
public struct CaptureLimits: Sendable, Hashable {
    /// Bytes of HTML in UTF-8.
    public var html = 8 << 20
    /// Device pixels of one side. Chromium repeats or leaves out what lies beyond 16,384.
    public var side = 16_384
    /// Device pixels of the whole picture.
    public var pixels = 40_000_000

    public init() {}

    /// Before the page is laid out.
    func check(_ capture: PageCapture) throws(BrowserError) {
        guard capture.html.utf8.count <= html else {
            throw BrowserError(
                .limit,
                "the page has \(capture.html.utf8.count) bytes of HTML, and \(html) are allowed: use smaller images")
        }
        guard capture.scale.isFinite, (0.1...8).contains(capture.scale) else {
            throw BrowserError(.limit, "a scale of \(capture.scale) is not within 0.1...8")
        }
        if case .jpeg(let quality) = capture.format, !(1...100).contains(quality) {
            throw BrowserError(.limit, "a JPEG quality of \(quality) is not within 1...100")
        }
        _ = try size(of: capture, height: Double(capture.viewport.height))
    }

    /// The picture's size in device pixels when the page is `height` CSS pixels tall.
    func size(of capture: PageCapture, height: Double) throws(BrowserError) -> (width: Int, height: Int) {
        let scale = capture.format == .pdf ? 1 : capture.scale
        let wide = (Double(capture.viewport.width) * scale).rounded(.up)
        let tall = (height * scale).rounded(.up)
        let pixels = min(pixels, capture.maximumPixels ?? pixels)
        guard wide >= 1, tall >= 1 else {
            throw BrowserError(
                .limit, "a page of \(capture.viewport.width) x \(Int(clamping: height)) pixels shows nothing")
        }
        guard wide <= Double(side), tall <= Double(side), wide * tall <= Double(pixels) else {
            throw BrowserError(
                .limit,
                """
                the page would be \(Int(clamping: wide)) x \(Int(clamping: tall)) pixels, and at most \(side) a side and \(pixels) in all are allowed: \
                use a smaller scale, or spread it over more pages
                """)
        }
        return (Int(wide), Int(tall))
    }
}

extension Int {
    /// For messages: the nearest whole number, whatever the double is.
    fileprivate init(clamping value: Double) {
        self = value.isNaN ? 0 : Int(Swift.max(-1e15, Swift.min(1e15, value)))
    }
}
