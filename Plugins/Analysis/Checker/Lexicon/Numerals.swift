/// Numbers in words.
enum Numerals {
    /// `열두`, `스물다섯`: native Korean, as they stand before what is counted, and by themselves.
    static let korean: Words<Int> = {
        let units = [
            (1, "한 하나"), (2, "두 둘"), (3, "세 셋 석"), (4, "네 넷 넉"), (5, "다섯"), (6, "여섯"), (7, "일곱"), (8, "여덟"), (9, "아홉"),
        ].flatMap { value, words in words.split(separator: " ").map { (String($0), value) } }
        let tens = [
            (10, "열"), (20, "스물"), (20, "스무"), (30, "서른"), (40, "마흔"), (50, "쉰"), (60, "예순"), (70, "일흔"), (80, "여든"),
            (90, "아흔"),
            (100, "백"),
        ]
        let pairs = tens.flatMap { ten, word in units.map { ("\(word)\($0.0)", ten + $0.1) } }
        return Words(units + tens.map { ($0.1, $0.0) } + pairs)
    }()

    /// `삼십오`: Sino-Korean, two syllables at least, 10 to 999.
    static let sinoKorean: Words<Int> = {
        let digits = ["", "일", "이", "삼", "사", "오", "육", "칠", "팔", "구"]
        var list: [(String, Int)] = []
        for value in 10...999 {
            let (hundred, ten, unit) = (value / 100, value / 10 % 10, value % 10)
            let head = hundred == 0 ? "" : (hundred == 1 ? "백" : digits[hundred] + "백")
            let middle = ten == 0 ? "" : (ten == 1 ? "십" : digits[ten] + "십")
            list.append((head + middle + digits[unit], value))
        }
        return Words(list)
    }()

    static let english: Words<Int> = {
        let small = [
            "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
            "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
        ]
        let tens = [
            (20, "twenty"), (30, "thirty"), (40, "forty"), (50, "fifty"), (60, "sixty"), (70, "seventy"),
            (80, "eighty"),
            (90, "ninety"),
        ]
        var list = small.enumerated().map { ($1, $0) }
        for (value, word) in tens {
            list.append((word, value))
            for unit in 1...9 {
                list += [("\(word)-\(small[unit])", value + unit), ("\(word) \(small[unit])", value + unit)]
            }
        }
        for hundred in 1...9 { list += [("\(small[hundred]) hundred", hundred * 100)] }
        return Words(list + [("a hundred", 100), ("a dozen", 12)])
    }()

    /// Percent of the whole.
    static let fractions: Words<Double> = Words([
        ("절반", 50), ("반수", 50), ("3분의 1", 100.0 / 3), ("3분의 2", 200.0 / 3), ("4분의 1", 25), ("4분의 3", 75), ("5분의 1", 20),
        ("5분의 2", 40), ("5분의 3", 60), ("5분의 4", 80), ("half", 50), ("halfway", 50), ("one half", 50),
        ("a third", 100.0 / 3),
        ("one third", 100.0 / 3), ("one-third", 100.0 / 3), ("two thirds", 200.0 / 3), ("two-thirds", 200.0 / 3),
        ("a quarter", 25), ("one quarter", 25), ("one-quarter", 25), ("three quarters", 75), ("three-quarters", 75),
        ("a fifth", 20), ("one fifth", 20), ("one-fifth", 20), ("two fifths", 40), ("two-fifths", 40),
        ("three fifths", 60), ("three-fifths", 60), ("four fifths", 80), ("four-fifths", 80), ("a tenth", 10),
        ("one tenth", 10),
    ])

    static let ordinals: Words<Int> = Words([
        ("첫 번째", 1), ("첫번째", 1), ("첫째", 1), ("두 번째", 2), ("두번째", 2), ("둘째", 2), ("세 번째", 3), ("세번째", 3), ("셋째", 3),
        ("네 번째", 4), ("네번째", 4), ("넷째", 4), ("다섯 번째", 5), ("다섯번째", 5), ("first", 1), ("second", 2),
        ("third", 3), ("fourth", 4), ("fifth", 5), ("second-", 2), ("third-", 3), ("next to", 2),
    ])
}
