import Testing
import TokenBudget

@Suite("What providers' counts teach")
struct CalibrationTests {
    private func learnt(_ reported: Int, times: Int, estimate: Int = 100) -> Double {
        var calibration = TokenCalibration()
        for _ in 0..<times {
            calibration.learn(provider: "p", model: "m", estimate: estimate, reported: reported)
        }
        return calibration.ratio(provider: "p", model: "m")
    }

    @Test("the ratio moves to what is reported, the first counts fastest")
    func moves() {
        #expect(learnt(140, times: 0) == 1)
        #expect(abs(learnt(140, times: 1) - 1.2) < 1e-9)
        #expect(abs(learnt(140, times: 60) - 1.4) < 0.01)
        #expect(abs(learnt(80, times: 60) - 0.8) < 0.01)
    }

    @Test("one odd count moves a ratio that is well known little")
    func steady() {
        var calibration = TokenCalibration()
        for _ in 0..<50 { calibration.learn(provider: "p", model: "m", estimate: 1000, reported: 1200) }
        calibration.learn(provider: "p", model: "m", estimate: 1000, reported: 2000)
        #expect(calibration.ratio(provider: "p", model: "m") < 1.3)
    }

    @Test("nothing is believed beyond a half and the double")
    func clamped() {
        #expect(learnt(1_000_000, times: 200) > 1.99 && learnt(1_000_000, times: 200) <= 2)
        #expect(learnt(1, times: 200) >= 0.5 && learnt(1, times: 200) < 0.51)
    }

    @Test("usage that is not reported, and requests too small to tell, teach nothing")
    func ignored() {
        #expect(learnt(0, times: 5) == 1)
        #expect(learnt(-5, times: 5) == 1)
        #expect(learnt(90, times: 5, estimate: 40) == 1)
    }

    @Test("models are apart, and no more are kept than a configuration has")
    func apart() {
        var calibration = TokenCalibration()
        for number in 0..<200 { calibration.learn(provider: "p", model: "\(number)", estimate: 100, reported: 150) }
        #expect(calibration.ratio(provider: "p", model: "0") == 1.25)
        #expect(calibration.ratio(provider: "q", model: "0") == 1)
        #expect(calibration.ratio(provider: "p", model: "199") == 1)
    }

    @Test("an estimate is scaled upwards, and does not overflow")
    func scaling() {
        var calibration = TokenCalibration()
        calibration.learn(provider: "p", model: "m", estimate: 100, reported: 150)
        #expect(calibration.tokens(10, provider: "p", model: "m") == 13)
        #expect(calibration.tokens(.max, provider: "p", model: "m") == .max)
    }
}
