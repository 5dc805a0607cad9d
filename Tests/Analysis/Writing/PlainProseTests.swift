import Testing

@testable import Analysis

@Suite("Plain prose")
struct PlainProseTests {
    @Test(
        "marks of markdown go, and words stay",
        arguments: [
            ("  한 문단입니다.  ", "한 문단입니다."), ("# 제목\n\n글입니다.", "제목\n글입니다."), ("#1 문항은", "#1 문항은"),
            ("```text\n글\n```", "글"), ("- 하나\n* 둘\n• 셋\n> 넷", "하나\n둘\n셋\n넷"), ("-5점 낮습니다.", "-5점 낮습니다."),
            ("**굵게** 그리고 __밑줄__ 그리고 `코드`", "굵게 그리고 밑줄 그리고 코드"), ("글\n---\n글", "글\n글"),
            ("한  칸\t더", "한 칸 더"), ("첫\r\n둘", "첫\n둘"), ("***", ""), ("```", ""), ("", ""), ("\n \n", ""),
            ("3 * 4 = 12", "3 * 4 = 12"),
            ("1. 하나\n2) 둘\n3번은", "하나\n둘\n3번은"), ("*기울인* 글", "기울인 글"),
            ("3 * 4 = 12", "3 * 4 = 12"),
            ("| 문항 | 비율 |\n|---|:-:|\n| 7번 | 62% |", "문항 비율\n7번 62%"), ("빈칸_추론 유형", "빈칸_추론 유형"),
        ])
    func plain(answer: String, text: String) {
        #expect(PlainProse.text(answer) == text)
    }

    @Test("what is plain is not changed any more")
    func stable() {
        let text = PlainProse.text("## 총평\n\n- **평균**은 61.4점입니다. 다음\n> 글")
        #expect(PlainProse.text(text) == text)
    }
}
