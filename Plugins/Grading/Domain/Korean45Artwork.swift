/// What the sheet "korean-45" shows beside its marks and bubbles: boxes to write in, heads and hints.
enum Korean45Artwork {
    static var pieces: [Artwork] { head + person + phone + side + questions + foot }

    private static func point(_ x: Double, _ y: Double) -> Point { Point(x, y) }
    private static func size(_ width: Double, _ height: Double) -> Size { Size(width: width, height: height) }

    private static var head: [Artwork] {
        [
            .text("영어 영역  OMR 답안지", at: point(55, 20.5), size: 6.2, bold: true),
            .text("전국 연합 모의고사", at: point(55, 27.2), size: 3.1),
            .text("답안은 컴퓨터용 사인펜으로 바르게 표기하시오.", at: point(130, 17.6), size: 2.7, align: .left),
            .text("바른 표기", at: point(130, 22.4), size: 2.5, align: .left),
            .fill(origin: point(142.9, 20.6), size: size(2.2, 3.6)),
            .text("틀린 표기  ✓  ✕  ●●", at: point(149, 22.4), size: 2.5, align: .left),
        ]
    }

    /// Name, handwriting line, odd or even form, absence: for people, not for the grader.
    private static var person: [Artwork] {
        [
            .box(origin: point(20, 32), size: size(74, 12), line: 0.35),
            .line(from: point(38, 32), to: point(38, 44)),
            .text("성  명", at: point(29, 38), size: 3.2, bold: true),
            .box(origin: point(20, 46), size: size(74, 15), line: 0.35),
            .line(from: point(38, 46), to: point(38, 61)),
            .text("필적", at: point(29, 51.4), size: 2.9, bold: true),
            .text("확인란", at: point(29, 55.8), size: 2.9, bold: true),
            .line(from: point(42, 57.4), to: point(90, 57.4)),
        ]
    }

    private static var phone: [Artwork] {
        let left = 33.26
        let right = 77.04
        let pitch = 4.856
        var pieces: [Artwork] = [
            .box(origin: point(left, 66), size: size(right - left, 110.4), line: 0.35),
            .text("수 험 번 호", at: point(55.1, 70.2), size: 3.4, bold: true),
            .line(from: point(left, 74.6), to: point(right, 74.6), width: 0.3),
            .line(from: point(left, 92.6), to: point(right, 92.6), width: 0.3),
            .text("—", at: point(55.1, 83.4), size: 4),
        ]
        for column in 1..<4 {
            let inset = pitch * Double(column)
            for x in [left + inset, right - inset] {
                pieces.append(.line(from: point(x, 74.6), to: point(x, 92.6)))
            }
        }
        // Four digits, a gap for the dash, four digits.
        for x in [left + pitch * 4, right - pitch * 4] {
            pieces.append(.line(from: point(x, 74.6), to: point(x, 176.4), width: 0.3))
        }
        return pieces
    }

    private static var side: [Artwork] {
        [
            .box(origin: point(97, 66), size: size(17, 47), line: 0.35),
            .text("문 형", at: point(105.5, 70.2), size: 3.1, bold: true),
            .line(from: point(97, 74.6), to: point(114, 74.6), width: 0.3),
            .text("홀수형", at: point(105.5, 79.6), size: 2.7),
            .bubble(at: point(105.5, 86.4), size: size(2.7, 5.2)),
            .text("짝수형", at: point(105.5, 97.6), size: 2.7),
            .bubble(at: point(105.5, 104.4), size: size(2.7, 5.2)),
            .box(origin: point(97, 118), size: size(17, 32), line: 0.35),
            .text("결시자", at: point(105.5, 122.6), size: 2.9, bold: true),
            .text("확인", at: point(105.5, 126.6), size: 2.9, bold: true),
            .line(from: point(97, 130), to: point(114, 130), width: 0.3),
            .bubble(at: point(105.5, 140), size: size(2.7, 5.2)),
            .box(origin: point(97, 155), size: size(17, 21.4), line: 0.35),
            .text("감독관", at: point(105.5, 159), size: 2.7, bold: true),
            .line(from: point(97, 162), to: point(114, 162), width: 0.3),
        ]
    }

    private static var questions: [Artwork] {
        // Question numbers stand in a column of their own, left of the first choice.
        [(130.42, 20), (183.71, 20), (237.0, 5)].flatMap { left, rows -> [Artwork] in
            let top = 34.62
            let height = 8.105 * Double(rows)
            var pieces: [Artwork] = [
                .box(origin: point(left - 10.2, top - 6.6), size: size(32.2, height + 6.6), line: 0.35),
                .line(from: point(left - 10.2, top), to: point(left + 22, top), width: 0.3),
                .line(from: point(left - 2.6, top - 6.6), to: point(left - 2.6, top + height), width: 0.3),
                .text("문번", at: point(left - 6.4, top - 3.3), size: 2.5, bold: true),
                .text("답    란", at: point(left + 9.7, top - 3.3), size: 2.9, bold: true),
            ]
            for row in stride(from: 5, to: rows, by: 5) {
                let below = top + 8.105 * Double(row)
                pieces.append(.line(from: point(left - 10.2, below), to: point(left + 22, below)))
            }
            return pieces
        }
    }

    private static var foot: [Artwork] {
        [
            .box(origin: point(226.8, 84), size: size(42, 108), line: 0.25),
            .text("이 부분에는", at: point(247.8, 134), size: 2.7),
            .text("아무것도 쓰지 마시오", at: point(247.8, 139), size: 2.7),
            .text("가장자리의 검은 표시에는 낙서하거나 접지 마시오.", at: point(55, 184), size: 2.5),
        ]
    }
}
