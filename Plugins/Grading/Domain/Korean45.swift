extension SheetTemplate {
    /// The landscape sheet of a Korean mock English exam: 45 questions of five choices, eight digits of a telephone
    /// number, and timing marks along three edges, A4 across.
    ///
    /// Every place follows from the mark coordinates that graders of this sheet use: a frame of 2480 x 3508 units
    /// over the whole landscape page, stretched.
    package static let korean45: SheetTemplate = Korean45.template
}

private enum Korean45 {
    static let page = Size(width: 297, height: 210)
    static let frame = Size(width: 2480, height: 3508)

    static func x(_ units: Double) -> Double { units * page.width / frame.width }
    static func y(_ units: Double) -> Double { units * page.height / frame.height }

    static let columnPitch = 40.55
    static let phoneColumns = (0..<8).map { 298 + columnPitch * Double($0 % 4) + ($0 < 4 ? 0 : 203) }
    /// Left-most choice of the blocks 1-20, 21-40 and 41-45.
    static let blockColumns = [1089.0, 1534.0, 1979.0]
    static let digitRows = (0..<10).map { 1642 + 135.8 * Double($0) }
    static let questionRows = (0..<20).map { 646 + 135.4 * Double($0) }
    static let bubble = Bubble(outline: .ellipse, size: Size(width: 2.7, height: 5.2))

    static let template = SheetTemplate(
        name: "korean-45", page: page, unit: .millimetres, frame: .page,
        anchors: topMarks + leftMarks + rightMarks, fields: phone + questions,
        ink: SheetTemplate.Ink(red: 64, green: 132, blue: 168), joined: [], artwork: Korean45Artwork.pieces)

    static var topMarks: [Anchor] {
        let columns = phoneColumns + blockColumns.flatMap { left in (0..<5).map { left + columnPitch * Double($0) } }
        return columns.enumerated().map { index, column in
            Anchor(
                id: "top\(index + 1)", shape: .bar(Size(width: x(15), height: y(59))), centre: Point(x(column), y(155)))
        }
    }

    static var leftMarks: [Anchor] {
        digitRows.enumerated().map { index, row in
            Anchor(
                id: "left\(index)", shape: .bar(Size(width: x(30), height: y(30))), centre: Point(x(109), y(row)))
        }
    }

    static var rightMarks: [Anchor] {
        questionRows.enumerated().map { index, row in
            Anchor(
                id: "right\(index + 1)", shape: .bar(Size(width: x(30), height: y(30))), centre: Point(x(2407), y(row)))
        }
    }

    static var phone: [Field] {
        phoneColumns.enumerated().map { index, column in
            Field(
                id: "phone\(index + 1)", label: "수험번호", block: "phone",
                choices: digitRows.enumerated().map { digit, row in
                    Field.Choice(value: String(digit), centre: Point(x(column), y(row)), bubble: bubble)
                })
        }
    }

    static var questions: [Field] {
        (1...45).map { number in
            let (block, row) = ((number - 1) / 20, (number - 1) % 20)
            return Field(
                id: "q\(number)", label: String(number), block: nil,
                choices: (0..<5).map { choice in
                    let column = blockColumns[block] + columnPitch * Double(choice)
                    return Field.Choice(
                        value: String(choice + 1), centre: Point(x(column), y(questionRows[row])), bubble: bubble)
                })
        }
    }
}
