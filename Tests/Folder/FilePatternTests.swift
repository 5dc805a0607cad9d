import Testing

@testable import HostFolder

@Suite struct FilePatternTests {
    @Test(
        "stars and question marks stand for what they should",
        arguments: [
            ("*.jpg", "a.jpg", true), ("*.jpg", ".jpg", true), ("*.jpg", "a.jpeg", false),
            ("*.jpg", "a.jpg.txt", false),
            ("scan-??.pdf", "scan-07.pdf", true), ("scan-??.pdf", "scan-7.pdf", false), ("*", "", true), ("", "", true),
            ("", "a", false), ("a*b*c", "aXbYbZc", true), ("a*b*c", "aXbYbZ", false), ("?", "학", true),
            ("*.JPG", "a.jpg", false), ("a[b]", "a[b]", true), ("**a**", "bab", true),
        ])
    func matches(pattern: String, name: String, isMatch: Bool) {
        #expect(FilePattern(pattern).matches(name) == isMatch)
    }

    @Test("a pattern of many stars ends soon on a name that does not fit")
    func noBlowUp() {
        let pattern = FilePattern(String(repeating: "*a", count: 60) + "b")
        #expect(!pattern.matches(String(repeating: "a", count: 250)))
    }

    @Test("hidden and unfinished files are not wanted, whatever the pattern")
    func unwanted() {
        for name in [".scan.pdf", "scan.pdf.part", "scan.TMP", "scan.crdownload"] {
            #expect(!FolderListing.isWanted(name, []) && !FolderListing.isWanted(name, [FilePattern("*")]))
        }
        #expect(FolderListing.isWanted("scan.pdf", []) && !FolderListing.isWanted("scan.pdf", [FilePattern("*.png")]))
    }
}

@Suite struct FileNamesTests {
    @Test("further files of a name are counted before its ending, and long names are cut")
    func numbered() {
        #expect(FilePlacing.numbered("scan.pdf", 1) == "scan.pdf")
        #expect(FilePlacing.numbered("scan.pdf", 2) == "scan-2.pdf")
        #expect(FilePlacing.numbered("scan", 3) == "scan-3")
        #expect(FilePlacing.numbered("a.tar.gz", 2) == "a.tar-2.gz")
        let long = FilePlacing.numbered(String(repeating: "학", count: 82) + ".pdf", 2)
        #expect(long.utf8.count <= 230 && long.hasSuffix("학-2.pdf"))
        #expect(FilePlacing.numbered("a." + String(repeating: "b", count: 240), 1).utf8.count <= 230)
    }

    @Test("media types follow endings, and endings media types")
    func mediaTypes() {
        #expect(MediaTypes.type(ofFile: "Scan.JPG") == "image/jpeg")
        #expect(MediaTypes.type(ofFile: "scan") == "application/octet-stream")
        #expect(MediaTypes.type(ofFile: "a.b.tif") == "image/tiff")
        #expect(MediaTypes.ending(of: "application/json; charset=utf-8") == ".json")
        #expect(MediaTypes.ending(of: "application/problem+json") == ".json")
        #expect(MediaTypes.ending(of: "application/pdf") == ".pdf")
        #expect(MediaTypes.ending(of: "x/y") == ".bin")
    }
}
