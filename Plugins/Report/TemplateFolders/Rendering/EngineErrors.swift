import ReportChromium
import ReportDrawing

// What the engines' failures mean to who asked for a report.

extension RenderFailure {
    init(_ error: DrawingError) {
        self.init(error.code, error.message, isPassing: error.code == "drawing.no_memory")
    }

    init(_ error: BrowserError) {
        if error.code == .cancelled {
            self = .cancelled
        } else {
            self.init(error.code.rawValue, error.message, isPassing: error.isPassing)
        }
    }

    /// Whatever a lent lane's closure or the waiting for it threw.
    init(_ error: any Error) {
        switch error {
        case let failure as RenderFailure: self = failure
        case let error as DrawingError: self.init(error)
        case is CancellationError: self = .cancelled
        default: self.init("drawing.failed", "The report cannot be drawn: \(error).")
        }
    }
}

extension Viewport {
    /// A page of HTML is as high as what is on it, and at least as high as template.json says.
    init(_ description: TemplateDescription) {
        self.init(
            width: Int(description.width.rounded()), height: Int((description.height ?? 1).rounded()), grows: true)
    }
}

extension CaptureFormat {
    init(_ plan: RenderPlan) {
        self =
            switch plan.format {
            case .jpeg: .jpeg(quality: plan.quality)
            case .png, .palettePNG: .png
            case .pdf: .pdf
            }
    }
}
