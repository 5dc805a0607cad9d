import Grading
import SheetPress

/// A sheet of five questions on the size of a card, and its exam: read in a moment, where thousands have to be.
enum SmallSheet {
    static var exam: [String: Any] {
        [
            "id": 0, "correctAnswers": ["1": "3", "2": "1", "3": "5", "4": "2", "5": "4"],
            "questionScores": ["1": 20, "2": 20, "3": 20, "4": 20, "5": 20], "questionTypes": ["1": "듣기"],
        ]
    }

    /// A template of the format "omr-sheet-template/1", in millimetres.
    static let template: String = {
        let marks = [(6, 6), (54, 6), (6, 64), (54, 64)].enumerated().map { index, centre in
            #"{"id": "m\#(index)", "type": "square", "cx": \#(centre.0), "cy": \#(centre.1), "size": 5}"#
        }
        let turn = #"{"id": "turn", "type": "square", "cx": 15, "cy": 6, "size": 2.5, "role": "orientation"}"#
        let fields = (1...5).map { number in
            let choices = (1...5).map { value in
                #"{"value": "\#(value)", "cx": \#(6 + value * 8), "cy": \#(8 + number * 9)}"#
            }
            return #"{"id": "q\#(number)", "kind": "choice", "choices": [\#(choices.joined(separator: ", "))]}"#
        }
        return #"""
            {"format": "omr-sheet-template/1", "name": "small", "page": {"width": 60, "height": 70, "unit": "mm"},
             "bubble": {"shape": "ellipse", "w": 4.2, "h": 4.2}, "anchors": [\#((marks + [turn]).joined(separator: ", "))],
             "fields": [\#(fields.joined(separator: ", "))]}
            """#
    }()

    /// One pupil's.
    static let scan = Result {
        try SheetPress(template: SheetTemplate(json: Array(template.utf8))).sheet(seed: 1).jpeg
    }
}
