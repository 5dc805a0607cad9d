import Glibc

/// How often a parser of outside bytes is tried: `make fuzz` sets PROCTOR_FUZZ=full and tries a hundred times as often.
enum FuzzRounds {
    static func count(_ usual: Int) -> Int {
        getenv("PROCTOR_FUZZ").map { String(cString: $0) } == "full" ? usual * 100 : usual
    }
}
