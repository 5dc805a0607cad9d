/// Words that speak of other times and other exams.
enum PeriodWords {
    /// Korean: what is a problem by itself.
    static let korean: Words<Bool> = Words(
        [
            "작년", "지난해", "재작년", "전년", "지난달", "지난주", "지난번", "저번", "직전", "전번", "월요일", "화요일", "수요일", "목요일", "금요일", "토요일",
            "일요일",
            "지난학기", "전월", "엊그제", "어제", "그저께", "전회", "전 회차", "이전보다", "전보다", "예전보다",
        ].map { ($0, true) })

    /// Korean: a problem before a word for an exam or a time.
    static let past: Words<Bool> = Words(["지난", "이전", "앞선", "예전", "저번", "직전의", "지난번의", "종전"].map { ($0, true) })
    static let pastNouns: Words<Bool> = Words(
        [
            "시험", "모의", "평가", "학기", "번", "달", "주", "해", "회", "차", "성적", "결과", "점수", "기말", "중간", "학년", "여름", "겨울", "봄",
            "가을", "고사",
            "테스트", "퀴즈", "학력", "수능", "1", "2", "3", "4", "5", "6", "7", "8", "9",
        ].map { ($0, true) })

    static let months: Words<Bool> = Words(
        [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November",
            "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
        ].map { ($0, true) })

    /// English, lower case: a problem before a word for an exam or a time, with up to two words between.
    static let englishPast: Words<Bool> = Words(
        ["last", "previous", "prior", "earlier", "preceding", "past", "former"].map { ($0, true) })
    static let englishNouns: Set<String> = [
        "year", "month", "week", "term", "semester", "spring", "summer", "autumn", "fall", "winter", "exam",
        "exams", "test", "tests", "mock", "round", "paper", "quiz", "assessment", "examination", "attempt", "sitting",
        "result", "results", "score", "scores", "average", "time", "session", "administration", "one", "grade",
        "year's",
        "month's", "week's", "term's", "cohort", "class", "group",
    ]
    static let seasons: Set<String> = ["spring", "summer", "autumn", "fall", "winter", "midterm", "final", "finals"]
    static let exams: Set<String> = [
        "exam", "test", "mock", "examination", "quiz", "term", "semester", "paper", "assessment",
    ]
}
