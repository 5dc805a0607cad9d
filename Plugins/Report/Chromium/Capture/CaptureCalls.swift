/// The calls of a capture whose parameters are more than a line.
enum CaptureCalls {
    /// Waits until the page looks as it will: images decoded, fonts there, animations at their end - endless ones as
    /// if they were not there. False when frames in the page are still on their way. It is our script and not the page's: those are off.
    static let settle = ProtocolCommand(
        "Runtime.evaluate",
        [
            "expression": .string(
                """
                (async () => {
                  for (const image of document.images) image.loading = 'eager';
                  document.documentElement.getBoundingClientRect();
                  await Promise.all([...document.images].map(image => image.decode().catch(() => {})));
                  await document.fonts.ready;
                  for (const animation of document.getAnimations()) {
                    try { animation.finish() } catch { animation.cancel() }
                  }
                  return document.readyState === 'complete';
                })()
                """),
            "awaitPromise": .bool(true), "returnByValue": .bool(true),
        ])

    /// - Parameter height: CSS pixels of the page.
    static func capture(_ capture: PageCapture, height: Double) -> ProtocolCommand {
        switch capture.format {
        case .jpeg(let quality): screenshot(capture, height, format: "jpeg", quality: quality)
        // A PNG ignores the quality.
        case .png: screenshot(capture, height, format: "png", quality: 100)
        case .pdf: document(capture, height)
        }
    }

    private static func screenshot(
        _ capture: PageCapture, _ height: Double, format: String, quality: Int
    ) -> ProtocolCommand {
        ProtocolCommand(
            "Page.captureScreenshot",
            [
                "format": .string(format), "quality": .integer(quality), "optimizeForSpeed": .bool(format == "jpeg"),
                "captureBeyondViewport": .bool(true),
                "clip": .object([
                    .init(name: "x", value: .integer(0)), .init(name: "y", value: .integer(0)),
                    .init(name: "width", value: .integer(capture.viewport.width)),
                    .init(name: "height", value: .number(height)), .init(name: "scale", value: .integer(1)),
                ]),
            ])
    }

    private static func document(_ capture: PageCapture, _ height: Double) -> ProtocolCommand {
        // CSS: 96 pixels are an inch.
        ProtocolCommand(
            "Page.printToPDF",
            [
                "printBackground": .bool(true), "preferCSSPageSize": .bool(true), "generateTaggedPDF": .bool(true),
                "paperWidth": .number(Double(capture.viewport.width) / 96), "paperHeight": .number(height / 96),
                "marginTop": .integer(0), "marginBottom": .integer(0), "marginLeft": .integer(0),
                "marginRight": .integer(0),
            ])
    }
}
