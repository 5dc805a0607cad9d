import HostObservability
import Testing

@Suite struct LogLineTests {
    private func line(_ format: LogFormat, _ message: String, _ metadata: [(key: String, value: String)] = []) -> String
    {
        LogLine.render(
            format: format, time: "T", level: .info, label: "proctor", message: message, metadata: metadata)
    }

    @Test func humanLinesAreForReadersAndQuoteWhatNeedsIt() {
        #expect(line(.human, "ready", [("a", "1"), ("b", "x y")]) == "T INFO  ready a=1 b=\"x y\"\n")
    }

    @Test func jsonLinesAreOneObjectEach() {
        #expect(
            line(.json, "say \"hi\"", [("job", "7")])
                == "{\"time\":\"T\",\"level\":\"info\",\"logger\":\"proctor\",\"message\":\"say \\\"hi\\\"\",\"job\":\"7\"}\n"
        )
    }

    @Test(arguments: LogFormat.allCases)
    func textFromOutsideCannotMakeASecondLine(format: LogFormat) {
        let text = line(format, "one\ntwo\u{1B}[31m", [("id", "a\nERROR b")])
        #expect(text.split(separator: "\n").count == 1)
        #expect(!text.contains("\u{1B}"))
    }
}

@Suite struct MetricsTests {
    @Test func seriesOfOneNameStandTogetherUnderItsType() {
        let registry = MetricRegistry()
        registry.add(MetricSeries("b_total", ["x": "2"]))
        registry.set(MetricSeries("a"), 1.5)
        registry.add(MetricSeries("b_total", ["x": "1"]), 3)
        #expect(
            registry.families().text == """
                # TYPE a gauge
                a 1.5
                # TYPE b_total counter
                b_total{x="1"} 3
                b_total{x="2"} 1
                # TYPE proctor_metric_series_dropped_total counter
                proctor_metric_series_dropped_total 0

                """)
    }

    @Test func histogramBucketsAreCumulative() {
        let registry = MetricRegistry()
        registry.observe(MetricSeries("t_seconds"), 0.002)
        registry.observe(MetricSeries("t_seconds"), 100)
        let text = registry.families().text
        #expect(text.contains("t_seconds_bucket{le=\"0.001\"} 0\n"))
        #expect(text.contains("t_seconds_bucket{le=\"0.0025\"} 1\n"))
        #expect(text.contains("t_seconds_bucket{le=\"60\"} 1\n"))
        #expect(text.contains("t_seconds_bucket{le=\"+Inf\"} 2\n"))
        #expect(text.contains("t_seconds_count 2\n"))
    }

    @Test func aHistogramOfTokensHasBucketsOfPowersOfFour() {
        let registry = MetricRegistry()
        registry.observe(MetricSeries("gen_ai_client_token_usage"), 1500)
        let text = registry.families().text
        #expect(text.contains("gen_ai_client_token_usage_bucket{le=\"1024\"} 0\n"))
        #expect(text.contains("gen_ai_client_token_usage_bucket{le=\"4096\"} 1\n"))
        #expect(text.contains("gen_ai_client_token_usage_bucket{le=\"67108864\"} 1\n"))
    }

    @Test func aPluginCannotFillTheMemoryWithSeries() {
        let registry = MetricRegistry(limit: 2)
        for number in 0..<5 { registry.add(MetricSeries("n_total", ["job": String(number)])) }
        #expect(registry.families().text.contains("proctor_metric_series_dropped_total 3"))
        #expect(registry.value(MetricSeries("n_total", ["job": "4"])) == nil)
    }

    @Test func labelsAreEscapedAndACounterNeverGoesDown() {
        let registry = MetricRegistry()
        registry.add(MetricSeries("n_total", ["l": "a\"b\\c\nd"]), 2)
        registry.add(MetricSeries("n_total", ["l": "a\"b\\c\nd"]), -1)
        #expect(registry.families().text.contains("n_total{l=\"a\\\"b\\\\c\\nd\"} 2\n"))
    }

    @Test func theSameNameWithAnotherTypeIsNotMixedIn() {
        var one = MetricFamilies()
        one.counter("n", [:], 1)
        var other = MetricFamilies()
        other.gauge("n", [:], 7)
        one.merge(other)
        #expect(one.text == "# TYPE n counter\nn 1\n")
    }

    @Test func timestampsAreRFC3339() {
        #expect(Timestamp.rfc3339(seconds: 1_795_250_430, milliseconds: 7) == "2026-11-21T08:40:30.007Z")
    }
}
