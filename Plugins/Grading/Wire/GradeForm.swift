import PluginSDK

/// What `grading.grade` is sent.
struct GradeForm: FormInput {
    @Part("Scan of one answer sheet, JPEG or PNG.", accepts: "image/*") var image: UploadedFile
    @Part("Right answers: a JSON object from question number to answer.", accepts: "application/json")
    var correctAnswers: String
    @Part("Points: a JSON object from question number to a whole number.", accepts: "application/json")
    var questionScores: String
    @Part("Kinds of question: a JSON object from question number to a text.", accepts: "application/json")
    var questionTypes: String
    @Part("`full` adds every field with its flag and confidence.") var detail: String?
    @Part("`jpeg` adds the scan with what was read drawn on it.") var overlay: String?
    @Part("Name of the sheet when it is not the standard one.") var sheet: String?
}

/// What `grading.read` is sent: a form, or the bare image.
struct ReadRequest: PayloadInput {
    var image: [UInt8]
    var sheet: String?
    var wantsOverlay: Bool

    static var payloadDescription: PayloadDescription { PayloadDescription(mediaType: "application/octet-stream") }

    init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        guard mediaType?.lowercased().hasPrefix("multipart/form-data") ?? false else {
            self.init(image: Array(payload))
            return
        }
        let form = try ReadForm(payload: payload, mediaType: mediaType)
        self.init(image: form.image.bytes, sheet: form.sheet, wantsOverlay: form.overlay == "jpeg")
    }

    init(image: [UInt8], sheet: String? = nil, wantsOverlay: Bool = false) {
        self.image = image
        self.sheet = sheet
        self.wantsOverlay = wantsOverlay
    }
}

private struct ReadForm: FormInput {
    @Part("Scan of one answer sheet, JPEG or PNG.", accepts: "image/*") var image: UploadedFile
    @Part("`jpeg` adds the scan with what was read drawn on it.") var overlay: String?
    @Part("Name of the sheet when it is not the standard one.") var sheet: String?
}

/// What `grading.sheet` is sent.
struct SheetRequest: Codable, Sendable {
    enum Format: String, Codable, Sendable, CaseIterable { case pdf, png }

    /// Name of the sheet when it is not the standard one.
    var sheet: String?
    var format: Format
    /// Pixels an inch of a PNG, 50 to 600; 300 when it is not said.
    var dpi: Int?
}
