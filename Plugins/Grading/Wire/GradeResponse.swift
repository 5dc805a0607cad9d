import PluginSDK

/// The contract's answer of `grading.grade`; the last four only when they were asked for.
struct GradeResponse: Codable, Sendable {
    var totalScore: Int
    var grade: Int
    var phoneNumber: String
    var results: [QuestionResult]
    var imageInfo: ImageInfo
    var fields: [FieldResult]?
    var flags: FlagCounts?
    /// The least confidence of all fields.
    var confidence: Double?
    var overlay: Attachment<JPEGImage>?
}

struct QuestionResult: Codable, Sendable {
    var questionNumber: Int
    var studentAnswer: String
    var correctAnswer: String
    var score: Int
    var earnedScore: Int
    var questionType: String

    init(_ question: GradedQuestion) {
        questionNumber = question.number
        studentAnswer = question.studentAnswer
        correctAnswer = question.correctAnswer
        score = question.score
        earnedScore = question.earned
        questionType = question.type
    }
}

/// How the scan relates to the frame of 2480 x 3508 that the contract's graders stretch it to.
struct ImageInfo: Codable, Sendable {
    struct Factors: Codable, Sendable {
        var x: Double
        var y: Double
    }

    struct AspectRatio: Codable, Sendable {
        var expected: Double
        var actual: Double
    }

    var originalSize: String
    var resizedSize: String
    var scaleFactors: Factors
    var aspectRatio: AspectRatio

    private static let frame = (width: 2480, height: 3508)

    init(width: Int, height: Int) {
        originalSize = "\(width)x\(height)"
        resizedSize = "\(Self.frame.width)x\(Self.frame.height)"
        scaleFactors = Factors(
            x: Double(Self.frame.width) / Double(width), y: Double(Self.frame.height) / Double(height))
        aspectRatio = AspectRatio(
            expected: Double(Self.frame.width) / Double(Self.frame.height), actual: Double(width) / Double(height))
    }
}

/// One field as it was read.
struct FieldResult: Codable, Sendable {
    var id: String
    var values: [String]
    var flag: FieldReading.Flag
    /// 0...1; below one half a person should look.
    var confidence: Double

    init(_ field: FieldReading) {
        id = field.id
        values = field.values
        flag = field.flag
        // Three places are what the measurement is good for.
        confidence = (field.confidence * 1000).rounded() / 1000
    }
}

/// How many fields were read how.
struct FlagCounts: Codable, Sendable {
    var none: Int
    var blank: Int
    var double: Int
    var doubtful: Int

    init(_ fields: [FieldReading]) {
        func count(_ flag: FieldReading.Flag) -> Int { fields.count { $0.flag == flag } }
        none = count(.none)
        blank = count(.blank)
        double = count(.double)
        doubtful = count(.doubtful)
    }
}

/// The answer of `grading.read`.
struct ReadResponse: Codable, Sendable {
    var sheet: String
    var fields: [FieldResult]
    /// Texts that several fields make together, such as a student number.
    var texts: [String: String]
    var flags: FlagCounts
    var confidence: Double
    /// Clockwise quarters by which the page is turned in the picture.
    var quarterTurns: Int
    var overlay: Attachment<JPEGImage>?

    init(_ reading: SheetReading, overlay: Attachment<JPEGImage>?) {
        sheet = reading.template.name
        fields = reading.fields.map(FieldResult.init)
        texts = reading.texts
        flags = FlagCounts(reading.fields)
        confidence = fields.map(\.confidence).min() ?? 0
        quarterTurns = reading.quarterTurns
        self.overlay = overlay
    }
}

extension SheetReading {
    /// The digits blocks and joined fields of the sheet as texts.
    fileprivate var texts: [String: String] {
        var texts: [String: String] = [:]
        for block in Set(template.fields.compactMap(\.block)) {
            texts[block] = joined(template.fields(inBlock: block).map(\.id))
        }
        for text in template.joined { texts[text.name] = joined(text.fieldIDs) }
        return texts
    }
}
