/// What English texts call the question types of Korean exams.
enum TypeTranslations {
    /// English words, lower case, for a Korean name. Names that are not here are known once a text says both.
    static let english: [String: [String]] = [
        "듣기": ["listening"], "어휘": ["vocabulary"], "문법": ["grammar"], "어법": ["grammar", "usage"],
        "어법·어휘": ["grammar and vocabulary"], "독해": ["reading", "reading comprehension"], "독서": ["reading"],
        "비문학": ["non-fiction", "nonfiction", "non-literary", "non-literary reading"], "문학": ["literature"],
        "화법과 작문": ["speech and writing", "speech and composition"], "화법": ["speech"], "작문": ["composition"],
        "빈칸 추론": ["blank inference", "blank-inference", "fill-in-the-blank", "blanks"],
        "장문 독해": ["long reading", "long passages", "long-passage reading"], "장문": ["long passages"],
        "간접 쓰기": ["indirect writing"], "문장 삽입": ["sentence insertion"], "대의 파악": ["main idea"],
        "세부 내용": ["detail", "details"], "글의 순서": ["paragraph order", "sentence order"],
        "순서 배열": ["paragraph ordering", "sequencing"], "주제·제목": ["topic and title"], "함수": ["functions"],
        "미분": ["differentiation"], "적분": ["integration"], "수열": ["sequences"], "확률": ["probability"],
        "통계": ["statistics"], "확률과 통계": ["probability and statistics"], "기하": ["geometry"],
        "도형": ["geometry", "figures"],
        "방정식": ["equations"], "삼각함수": ["trigonometry", "trigonometric functions"],
        "지수함수": ["exponential functions", "exponential function"],
        "지수와 로그": ["exponents and logarithms"], "함수의 극한": ["limits"], "미분과 적분": ["calculus"],
        "현대시": ["modern poetry"], "고전시가": ["classical poetry"], "현대소설": ["modern fiction", "modern novels"],
        "고전소설": ["classical fiction", "classical novels"], "현대문학": ["modern literature"],
        "고전문학": ["classical literature"], "역학": ["mechanics"], "전자기": ["electromagnetism"], "파동": ["waves"],
        "유전": ["genetics"], "생태계": ["ecosystems", "ecology"], "항상성": ["homeostasis"], "천체": ["astronomy"],
        "대기": ["atmosphere"], "지질": ["geology"], "정치": ["politics"], "경제": ["economics"], "법": ["law"],
        "사회·문화": ["society and culture"], "문화": ["culture"], "전근대사": ["early history", "pre-modern history"],
        "근대사": ["early modern history"], "현대사": ["modern history"], "시제": ["tenses", "tense"],
        "관계사": ["relative clauses", "relatives"], "가정법": ["conditionals", "subjunctives", "subjunctive"],
        "준동사": ["verbals"], "매체": ["media"], "언어": ["language"], "요지·주제": ["gist and topic"],
        "순서·삽입": ["order and insertion", "word order and insertion"], "영작": ["composition"],
        "도표 분석": ["chart analysis", "chart reading"],
    ]

    /// What Korean texts call a type with an English name, lower case.
    static func korean(_ name: String) -> [String] {
        english.filter { $0.value.contains(name) }.map(\.key).sorted()
    }
}
