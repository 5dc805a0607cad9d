import Foundation
import Fuzzing
import PixelPictures
import ReportScene
import Testing

@testable import ReportDrawing

@Suite struct DocumentTests {
    private func scene(_ lane: DrawingLane, pages: Int = 1) throws -> Scene {
        let text = lane.measure(Studio.runs("두 번째 쪽"), style: ParagraphStyle(), width: nil)
        let more = (1..<max(1, pages)).map { _ in Studio.page(794, 1123, [.text(text, at: .zero, width: 200)]) }
        return Scene(title: "성적표 – 김하늘", language: "ko", pages: [try Studio.everything(lane)] + more)
    }

    @Test("a PDF has its title, language and structure, its fonts inside, and is whole")
    func whole() async throws {
        let file = try await Studio.withLane { try $0.pdf(try scene($0, pages: 2)) }
        let facts = try Tool.run("pdfinfo", file)
        #expect(facts.contains("성적표 – 김하늘"))
        #expect(facts.contains("Tagged:          yes"))
        #expect(facts.contains("Pages:           2"))
        #expect(facts.contains("Page size:       225 x 195 pts"))
        #expect(!facts.contains("Date"))
        #expect(try Tool.run("qpdf", ["--check"], file).contains("No syntax or stream encoding errors"))
        let fonts = try Tool.run("pdffonts", file).split(separator: "\n").dropFirst(2)
        #expect(fonts.count >= 2 && fonts.allSatisfy { $0.contains("yes yes yes") })
        let plain = try Tool.run("qpdf", ["--qdf", "--object-streams=disable"], file)
        #expect(plain.contains("/Lang (ko)") && plain.contains("/DisplayDocTitle true"))
        #expect(plain.contains("/Alt <feff" + "점수 75, 평균 64.3".utf16.map { String(format: "%04x", $0) }.joined()))
    }

    @Test("text can be taken out of a PDF, Korean too, and headings and figures are named")
    func text() async throws {
        let file = try await Studio.withLane { try $0.pdf(try scene($0)) }
        #expect(try Tool.run("pdftotext", file).contains("김하늘 학생의 점수 75점 H2O ⑤ 😀"))
        let structure = try Tool.run("pdfinfo", ["-struct-text"], file)
        #expect(structure.contains("H1") && structure.contains("Figure") && structure.contains("김하늘"))
    }

    /// What `pdfinfo` finds in a document's structure; it writes what it finds wrong to standard error.
    private func structure(_ file: [UInt8]) throws -> [String] {
        try Tool.run("pdfinfo", ["-struct-text"], file).split(separator: "\n").map {
            String($0.drop { $0 == " " })
        }
    }

    @Test("the structure has all of a text: over lines, faces, colours, no-break spaces, ligatures and unseen marks")
    func structuredText() async throws {
        let file = try await Studio.withLane { lane in
            let red = Color(red: 1, green: 0, blue: 0)
            let texts: [([TextRun], ParagraphStyle, Double)] = [
                (Studio.runs("\u{200E}시험 점수"), ParagraphStyle(), 300),
                (Studio.runs("가\u{A0}나 다", weight: 700) + Studio.runs(" 라 마", color: red), ParagraphStyle(), 300),
                (Studio.runs("가나다 라마바 사아자"), ParagraphStyle(), 60),
                (Studio.runs("office e\u{301} ❤\u{FE0F} 끝"), ParagraphStyle(), 300),
                (Studio.runs("가나다 라마바 사아자"), ParagraphStyle(maxLines: 1), 90),
                (Studio.runs("가 나", weight: 700), ParagraphStyle(letterSpacing: 2), 300),
            ]
            let items = texts.enumerated().flatMap { index, each -> [SceneItem] in
                let text = lane.measure(each.0, style: each.1, width: each.2)
                return [
                    .beginPart(.paragraph), .text(text, at: Point(x: 0, y: Double(index) * 80), width: each.2),
                    .endGroup,
                ]
            }
            return try lane.pdf(Scene(title: "", language: "ko", pages: [Studio.page(300, 500, items)]))
        }
        let texts = try structure(file).filter { $0.hasPrefix("\"") }
        #expect(
            texts == [
                "\"시험 점수\"", "\"가 나 다 라 마\"", "\"가나다 라마바 사아자\"", "\"office é ❤ 끝\"", "\"가나다 라…\"", "\"가 나\"",
            ])
    }

    @Test("one element is around all pages of a document, those that are JPEGs too")
    func oneRoot() async throws {
        let (single, book) = try await Studio.withLane { lane in
            let book = try PDFBook(title: "", language: "ko")
            try book.append(jpeg: Samples.jpeg(width: 8, height: 8), size: Size(width: 80, height: 80), outline: "박산")
            for _ in 0..<2 { try book.append(try scene(lane, pages: 2), outline: nil, lane: lane) }
            try book.append(jpeg: Samples.jpeg(width: 8, height: 8), size: Size(width: 80, height: 80), outline: nil)
            return (try lane.pdf(try scene(lane, pages: 2)), try book.finish())
        }
        for (file, headings, figures) in [(single, 1, 1), (book, 2, 4)] {
            let structure = try structure(file)
            #expect(structure.first == "Document")
            #expect(structure.count { $0 == "Document" } == 1)
            #expect(structure.count { $0.hasPrefix("H1") } == headings)
            #expect(structure.count { $0.hasPrefix("Figure") } == figures)
            #expect(try Tool.run("qpdf", ["--check"], file).contains("No syntax or stream encoding errors"))
        }
        let plain = try Tool.run("qpdf", ["--qdf", "--object-streams=disable"], book)
        #expect(plain.contains("/Alt <feff" + "박산".utf16.map { String(format: "%04x", $0) }.joined()))
    }

    @Test("a book that is dropped in the middle of a part leaves nothing behind")
    func dropped() async throws {
        try await Studio.withLane { lane in
            let broken = Picture(
                format: .png, bytes: [1, 2, 3], contentHash: "broken", size: Size(width: 9, height: 9), alternative: "")
            let page = Studio.page(
                50, 50,
                [
                    .beginPart(.table), .beginPart(.tableRow), .beginClip(.rectangle(.zero)),
                    .picture(broken, in: Rect(x: 0, y: 0, width: 9, height: 9)),
                ])
            let scene = Scene(title: "", language: "ko", pages: [try Studio.everything(lane), page])
            let error = #expect(throws: DrawingError.self) { try lane.pdf(scene) }
            #expect(error?.code.hasPrefix("picture.") == true)
        }
    }

    @Test("a ground that covers the page inside a part leaves the structure whole")
    func covered() async throws {
        let file = try await Studio.withLane { lane in
            let text = lane.measure(Studio.runs("가 나"), style: ParagraphStyle(), width: nil)
            let page = Studio.page(
                60, 60,
                [
                    .beginPart(.table), .beginPart(.tableRow), .beginPart(.tableCell),
                    .fill(.rectangle(Rect(x: -1, y: -1, width: 70, height: 70)), .solid(.white)),
                    .text(text, at: .zero, width: 60), .endGroup, .endGroup, .endGroup,
                ])
            return try lane.pdf(Scene(title: "", language: "ko", pages: [page, page]))
        }
        #expect(try structure(file).filter { $0 == "TD" || $0 == "\"가 나\"" } == ["TD", "\"가 나\"", "TD", "\"가 나\""])
    }

    @Test("pages without any part make a document without structure")
    func unstructured() async throws {
        let file = try await Studio.withLane { lane in
            let page = Studio.page(50, 50, [.fill(.rectangle(Rect(x: 0, y: 0, width: 9, height: 9)), .solid(.black))])
            return try lane.pdf(Scene(title: "", language: "ko", pages: [page, page]))
        }
        let facts = try Tool.run("pdfinfo", file)
        #expect(facts.contains("Tagged:          no") && facts.contains("Pages:           2"))
    }

    @Test("a line that was cut does not carry the hidden text into the PDF")
    func hidden() async throws {
        let file = try await Studio.withLane { lane in
            let text = lane.measure(Studio.runs("보이는 말 그리고 아주 긴 숨은말"), style: ParagraphStyle(maxLines: 1), width: 100)
            return try lane.pdf(
                Scene(title: "", language: "", pages: [Studio.page(200, 50, [.text(text, at: .zero, width: 100)])]))
        }
        let text = try Tool.run("pdftotext", file)
        #expect(text.contains("보이는") && text.contains("…") && !text.contains("숨은말"))
    }

    @Test("the same report is the same bytes")
    func determinism() async throws {
        let files = try await [
            Studio.withLane { try $0.pdf(try scene($0, pages: 3)) },
            Studio.withLane { try $0.pdf(try scene($0, pages: 3)) },
        ]
        #expect(files[0] == files[1])
    }

    @Test("a PDF looks like the picture of the same page")
    func looks() async throws {
        let (file, png) = try await Studio.withLane { lane in
            let scene = try scene(lane)
            return (try lane.pdf(scene), try Studio.pixels(scene.pages[0], scale: 2, lane))
        }
        let seen = try #require(PixelPicture(try Tool.bytes("pdftoppm", ["-png", "-r", "192", "-singlefile"], file)))
        let difference = try #require(PictureDifference(png, seen))
        #expect(difference.mean < 4)
    }

    @Test("a book has a page and an entry for each report, and JPEGs stay as they are")
    func book() async throws {
        let jpeg = Samples.jpeg(width: 64, height: 64)
        let (file, pages) = try await Studio.withLane { lane in
            let book = try PDFBook(title: "3학년 2반", language: "ko")
            for name in ["김하늘 (1)", "이바다\\"] { try book.append(try scene(lane, pages: 2), outline: name, lane: lane) }
            try book.append(jpeg: jpeg, size: Size(width: 794, height: 1123), outline: "박산")
            return (try book.finish(), book.pageCount)
        }
        #expect(pages == 5)
        #expect(try Tool.run("pdfinfo", file).contains("Pages:           5"))
        let plain = try Tool.run("qpdf", ["--json", "--json-key=outlines"], file)
        for name in ["김하늘 (1)", "이바다\\\\", "박산"] { #expect(plain.contains(name)) }
        #expect(plain.contains("\"destpageposfrom1\": 5"))
        #expect(file.firstRange(of: jpeg) != nil)
        #expect(try Tool.run("qpdf", ["--check"], file).contains("No syntax or stream encoding errors"))
        #expect(try Tool.run("pdftotext", file).ranges(of: "김하늘 학생").count == 2)
    }

    @Test("a logo of many pages is in the file once")
    func shared() async throws {
        let photo = try PictureReader.read(Samples.jpeg(width: 600, height: 600), alternative: "")
        let file = try await Studio.withLane { lane in
            let page = Studio.page(100, 100, [.picture(photo, in: Rect(x: 0, y: 0, width: 50, height: 50))])
            return try lane.pdf(Scene(title: "", language: "ko", pages: Array(repeating: page, count: 20)))
        }
        #expect(file.ranges(of: Array(photo.bytes.suffix(200))).count == 1)
    }

    @Test("a document without pages is refused, and a broken JPEG too")
    func refused() async throws {
        let error = await #expect(throws: DrawingError.self) {
            try await Studio.withLane { try $0.pdf(Scene(title: "", language: "ko", pages: [])) }
        }
        #expect(error?.code == "drawing.no_pages")
        let book = try PDFBook(title: "", language: "ko")
        let broken = #expect(throws: DrawingError.self) {
            try book.append(jpeg: [1, 2, 3], size: Size(width: 9, height: 9), outline: nil)
        }
        #expect(broken?.code == "picture.corrupt")
    }

    @Test("mutated files of cairo's are revised or refused, and never read outside of their bytes")
    func mutated() async throws {
        var random = SeededRandom(3)
        let file = try await Studio.withLane { lane in
            try lane.pdf(
                Scene(
                    title: "", language: "ko",
                    pages: [Studio.page(50, 50, [.beginPart(.figure(alternative: "a")), .endGroup])]))
        }
        let revision = PDFRevision(language: "ko", alternatives: ["a"])
        for _ in 0..<FuzzRounds.count(300) {
            if let revised = revision.applied(to: file.mutated(&random)) { #expect(revised.count > 100) }
        }
    }
}
