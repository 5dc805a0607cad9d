import Testing
import TokenBudget

/// Texts and how many tokens the published vocabularies make of them.
struct KnownCounts: CustomTestStringConvertible {
    let name: String
    let text: String
    let o200k: Int
    let cl100k: Int
    let claude: Int
    let deepSeek: Int

    var testDescription: String { name }

    func count(_ vocabulary: TokenVocabulary) -> Int {
        switch vocabulary {
        case .o200k: o200k
        case .cl100k: cl100k
        case .claude: claude
        case .deepSeek: deepSeek
        }
    }

    static let all = [
        KnownCounts(
            name: "Korean",
            text: """
                김서윤 학생은 2026학년도 9월 모의고사 영어에서 72점을 받아 3등급을 기록했습니다. 전체 평균 61.4점과 비교하면 10.6점가량 \
                높은 점수입니다. 듣기는 17문항 중 16문항을 맞혀 안정적이었고, 세부 내용은 다섯 문항을 모두 맞혔습니다. 반면 빈칸 추론은 네 \
                문항 중 한 문항만 맞혀 정답률이 25%에 그쳤습니다. 앞으로는 빈칸 앞뒤의 논리 관계를 한 문장으로 요약하는 연습을 꾸준히 해 \
                보시기 바랍니다.
                """, o200k: 150, cl100k: 228, claude: 234, deepSeek: 170),
        KnownCounts(
            name: "English",
            text: """
                김서윤 finished this mock exam with 72 points, which is about 10.6 points above the average of 61.43 and \
                corresponds to grade 3. Thirty-three of the 45 questions were correct. Half of the wrong answers came \
                from 빈칸 추론 and 간접 쓰기, three in each. On question 34 no valid answer was marked, so it is worth \
                practising how to leave enough time for the hard items. Short daily reading, perhaps fifteen minutes on \
                one dense paragraph, would help more than another round of listening drills.
                """, o200k: 114, cl100k: 124, claude: 119, deepSeek: 116),
        KnownCounts(
            name: "JSON",
            text: #"{"examName":"2026학년도 9월 모의고사 영어","totalParticipants":31,"averageScore":61.43,"#
                + #""gradeDistribution":[{"grade":1,"count":3,"percentage":9.68},{"grade":2,"count":5,"#
                + #""percentage":16.13}],"questionStatistics":[{"questionNumber":1,"correctRate":0.9355,"#
                + #""incorrectRate":0.0645,"questionType":"듣기","actualScore":2}]}"#,
            o200k: 100, cl100k: 104, claude: 104, deepSeek: 102),
        KnownCounts(
            name: "code",
            text: """
                /// The lowest score of a grade, or nil when nobody has it.
                func lowest(_ grade: Int, in students: [Student]) -> Double? {
                    var best: Double?
                    for student in students where student.grade == grade {
                        best = min(best ?? .infinity, student.score)
                    }
                    return best
                }

                """, o200k: 69, cl100k: 68, claude: 73, deepSeek: 71),
        KnownCounts(
            name: "Japanese", text: "この試験の平均点は61.4点で、最も難しかったのは17番の問題でした。次の授業では、空欄推論の読み方をもう一度確認しましょう。",
            o200k: 48, cl100k: 71, claude: 71, deepSeek: 39),
        KnownCounts(
            name: "Chinese", text: "本次考试的平均分为61.4分,最难的是第17题。下次上课时,我们再复习一遍完形填空的解题方法。", o200k: 40, cl100k: 48,
            claude: 42, deepSeek: 29),
        KnownCounts(
            name: "German",
            text: "Die Durchschnittspunktzahl der Prüfung lag bei 61,4 Punkten; am schwierigsten war Aufgabe 17. "
                + "Übe die Lückentexte noch einmal.", o200k: 33, cl100k: 43, claude: 46, deepSeek: 40),
        KnownCounts(name: "emoji", text: "참 잘했어요! 👍🏽🎉 Great work 👩‍🏫✨", o200k: 18, cl100k: 29, claude: 30, deepSeek: 20),
    ]
}
