/// A printed answer sheet: where its marks and bubbles are.
///
/// Lengths are in the template's own unit, from the top left corner of the frame; y grows downwards.
package struct SheetTemplate: Sendable, Equatable {
    /// What the page is measured in. Only sheets in millimetres can be printed.
    package enum Unit: String, Sendable { case millimetres = "mm", pixels = "px" }

    /// What the rectangle of `page` stands for.
    package enum Frame: String, Sendable, Equatable {
        /// The paper; the marks tell where it lies.
        case page
        /// The outer corners of the corner marks.
        case markerOuterCorners = "marker-outer-corners"
        /// The centres of the corner marks.
        case markerCentres = "marker-centres"
        /// The picture itself: nothing is searched.
        case image
    }

    package var name: String
    package var page: Size
    package var unit: Unit
    package var frame: Frame
    package var anchors: [Anchor]
    /// In printing order; the columns of a digits block stand side by side.
    package var fields: [Field]
    /// Printed ink of outlines and labels, 0...255 each.
    package var ink: Ink
    /// Names for the texts that several fields make together: a student number of nine columns.
    package var joined: [Joined]
    /// What else is printed; nothing of it is read.
    package var artwork: [Artwork]

    package struct Ink: Sendable, Equatable {
        package var red, green, blue: UInt8

        package init(red: UInt8, green: UInt8, blue: UInt8) {
            self.red = red
            self.green = green
            self.blue = blue
        }
    }

    package struct Joined: Sendable, Equatable {
        package var name: String
        package var fieldIDs: [String]
    }
}

/// A set of bubbles of which one is to be filled.
package struct Field: Sendable, Equatable {
    package var id: String
    package var label: String?
    /// The digits block that this column belongs to.
    package var block: String?
    package var choices: [Choice]

    package struct Choice: Sendable, Equatable {
        package var value: String
        package var centre: Point
        package var bubble: Bubble
    }
}

/// The printed outline of one choice.
package struct Bubble: Sendable, Equatable {
    package enum Outline: Sendable, Equatable {
        /// An ellipse of exactly this size is printed.
        case ellipse
        /// The outline is somewhere in this rectangle; its form is not known.
        case region
    }

    package var outline: Outline
    package var size: Size
}

/// What is printed beside marks, bubbles and labels. Lengths in millimetres.
package enum Artwork: Sendable, Equatable {
    case text(String, at: Point, size: Double, bold: Bool = false, align: Alignment = .centre)
    case box(origin: Point, size: Size, radius: Double = 0, line: Double = 0.25)
    case line(from: Point, to: Point, width: Double = 0.2)
    case bubble(at: Point, size: Size)
    case fill(origin: Point, size: Size)

    package enum Alignment: Sendable { case left, centre, right }
}

extension SheetTemplate {
    /// The unit that tolerances are stated in: a millimetre, or what stands for it on a page measured in pixels.
    var millimetre: Double { unit == .millimetres ? 1 : max(page.width, page.height) / 297 }

    /// The fields of one digits block, left to right.
    package func fields(inBlock block: String) -> [Field] { fields.filter { $0.block == block } }
}
