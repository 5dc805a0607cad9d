/// Why a sheet will never be graded: the backend is told, and the job is done.
struct JobRefusal: Error, Sendable, Equatable {
    /// Stable, for programs: of the picture or the sheet (`image.corrupt`, `sheet.not_found`), or `image.missing`,
    /// `image.key_invalid`, `exam.missing`, `exam.refused`, `exam.key_unusable`.
    let code: String
    /// A sentence for a person, Korean first.
    let message: String

    init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    init(_ error: ImageError) {
        self.init(code: error.code, message: "이미지를 읽을 수 없습니다: \(error.message)")
    }

    init(_ error: SheetError) {
        self.init(code: error.code, message: "OMR 답안지를 읽을 수 없습니다: \(error.message)")
    }

    static let imageMissing = JobRefusal(
        code: "image.missing", message: "이미지 파일을 찾을 수 없습니다: the bucket has no object of this key.")

    static func imageKey(_ reason: String) -> JobRefusal {
        JobRefusal(code: "image.key_invalid", message: "이미지 경로가 올바르지 않습니다: \(reason)")
    }

    static func imageTooLarge(_ reason: String) -> JobRefusal {
        JobRefusal(code: "image.too_large", message: "이미지 파일이 너무 큽니다: \(reason)")
    }

    static func examMissing(_ exam: Int) -> JobRefusal {
        JobRefusal(
            code: "exam.missing", message: "시험 정보를 찾을 수 없습니다: the backend knows no exam \(exam) of this tenant.")
    }

    static func examRefused(status: Int) -> JobRefusal {
        JobRefusal(
            code: "exam.refused", message: "시험 정보를 가져올 수 없습니다: the backend answered with status \(status).")
    }

    static func keyUnusable(_ reason: String) -> JobRefusal {
        JobRefusal(code: "exam.key_unusable", message: "시험의 정답 정보를 사용할 수 없습니다: \(reason)")
    }
}
