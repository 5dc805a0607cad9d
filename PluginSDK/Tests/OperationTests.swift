import PluginSDK
import PluginTestKit
import Testing

/// All through the exported C table.
struct OperationTests {
    @Test func jsonGoesInAndComesOut() async throws {
        let harness = try await PluginHarness(Scale.self, settings: #"{"factor": 3}"#)
        for operation in ["scale.apply", "scale.slow"] {
            let answer = try await harness.call(operation, json: #"{"value": 4}"#)
            #expect(answer.status == PROCTOR_OK)
            #expect(answer.json == ["value": 12])
        }
        #expect(try await harness.call("scale.status", []).json == ["value": 3])
        try await harness.finish()
    }

    @Test func aHostWithoutThreadsIsServedByThePluginsOwn() async throws {
        var limits = HarnessLimits()
        limits.threads = 0
        let harness = try await PluginHarness(Scale.self, limits: limits)
        #expect(try await harness.call("scale.slow", json: #"{"value": 4}"#).json == ["value": 8])
        try await harness.finish()
    }

    @Test func bytesGoInAndComeOutWithTheirMediaType() async throws {
        let harness = try await PluginHarness(Scale.self)
        let answer = try await harness.call("scale.echo", [0, 255, 1], headers: ["content-type": "image/png"])
        #expect(answer.payload == [0, 255, 1])
        #expect(answer.mediaType == "image/png")
        try await harness.finish()
    }

    @Test func aFormIsReadIntoItsParts() async throws {
        let harness = try await PluginHarness(Scale.self)
        let body = """
            --X\r\nContent-Disposition: form-data; name="image"; filename="a.jpg"\r\nContent-Type: image/jpeg\r\n\r\n\
            123\r\n--X\r\nContent-Disposition: form-data; name="right_answers"\r\n\r\n{}\r\n\
            --X\r\nContent-Disposition: form-data; name="copies"\r\n\r\n2\r\n--X--
            """
        let answer = try await harness.call(
            "scale.form", Array(body.utf8), headers: ["content-type": "multipart/form-data; boundary=\"X\""])
        #expect(
            answer.json == ["image": "3 a.jpg image/jpeg", "right_answers": "{}", "detail": "-", "copies": "2"])
        try await harness.finish()
    }

    @Test func everyMissingOrMalformedPartIsNamed() async throws {
        let harness = try await PluginHarness(Scale.self)
        let body = "--X\r\nContent-Disposition: form-data; name=copies\r\n\r\ntwo\r\n--X--"
        let answer = try await harness.call(
            "scale.form", Array(body.utf8), headers: ["content-type": "multipart/form-data; boundary=X"])
        #expect(answer.status == PROCTOR_REJECT)
        #expect(answer.httpStatus == 422)
        #expect(
            answer.json == [
                "detail": [
                    ["type": "missing", "loc": ["body", "image"], "msg": "Field required"],
                    ["type": "missing", "loc": ["body", "right_answers"], "msg": "Field required"],
                    ["type": "int_parsing", "loc": ["body", "copies"], "msg": "Input should be a valid integer"],
                ]
            ])
        let broken = try await harness.call(
            "scale.form", Array("--X".utf8), headers: ["content-type": "multipart/form-data; boundary=X"])
        #expect(broken.httpStatus == 400)
        #expect(broken.code == "multipart.unterminated")
        try await harness.finish()
    }

    @Test(arguments: [
        (#"{"#, #"["body"]"#, "json_invalid"), ("", #"["body"]"#, "json_invalid"),
        ("{}", #"["body","value"]"#, "missing"), (#"{"value":"x"}"#, #"["body","value"]"#, "float_type"),
        ("[]", #"["body"]"#, "dict_type"),
    ])
    func malformedJSONIsRefusedWithItsPlace(_ payload: String, _ place: String, _ type: String) async throws {
        let harness = try await PluginHarness(Scale.self)
        let answer = try await harness.call("scale.apply", json: payload)
        #expect(answer.status == PROCTOR_REJECT)
        #expect(answer.httpStatus == 422)
        guard case .array(let problems)? = answer.json?["detail"] else {
            Issue.record("no detail in \(answer.text)")
            return
        }
        #expect(problems.first?["loc"]?.text == place)
        #expect(problems.first?["type"] == .string(type))
        try await harness.finish()
    }

    @Test(
        arguments: [
            ("reject", PROCTOR_REJECT, "scale.dark", 400), ("detail", PROCTOR_REJECT, "scale.dark", nil),
            ("retry", PROCTOR_RETRY, "retry", nil), ("broken", PROCTOR_FATAL, "broken", nil),
            ("decoding", PROCTOR_REJECT, "handler.unreadable_data", 500),
            ("cancellation", PROCTOR_RETRY, "handler.cancelled_itself", 500),
            ("other", PROCTOR_RETRY, "handler.failed", 500),
        ] as [(String, Int32, String, Int?)])
    func whatIsThrownIsClassified(_ how: String, _ status: Int32, _ code: String, _ http: Int?) async throws {
        let harness = try await PluginHarness(Scale.self)
        let answer = try await harness.call("scale.fail", json: #"{"how":"\#(how)"}"#)
        #expect(answer.status == status)
        #expect(answer.code == code)
        #expect(answer.httpStatus == http)
        #expect(answer.retryAfter == (how == "retry" ? .milliseconds(1500) : nil))
        #expect(answer.json == (how == "detail" ? ["detail": ["x": 1]] : nil))
        try await harness.finish()
    }

    @Test func anUnknownOperationIsNotTaken() async throws {
        let harness = try await PluginHarness(Scale.self)
        let answer = try await harness.call("scale.none", [])
        #expect(answer.status == PROCTOR_UNSUPPORTED)
        #expect(answer.message.contains("scale.apply"))
        try await harness.finish()
    }

    @Test func aWrongConfigurationIsRefusedWithEveryProblem() async throws {
        let refusal = await #expect(throws: PluginRefusal.self) {
            try await PluginHarness(Scale.self, settings: #"{"factor": 11, "facter": 1}"#)
        }
        #expect(refusal?.function == "validate")
        #expect(refusal?.code == "settings.invalid")
        #expect(
            refusal?.message
                == "/factor: found 11, needs 0 to 10\n/facter: is not a setting; known are factor, name")
    }

    @Test func whatInitThrowsIsClassified() async throws {
        let refusal = await #expect(throws: PluginRefusal.self) {
            try await PluginHarness(Scale.self, settings: #"{"name": "away"}"#)
        }
        #expect(refusal?.function == "create")
        #expect(refusal?.status == PROCTOR_RETRY)
        #expect(refusal?.code == "scale.away")
    }

    @Test func servicesAnswerAndRefuse() async throws {
        let harness = try await PluginHarness(Scale.self)
        #expect(
            try await harness.call("scale.remember", json: #"{"value": 4}"#).json
                == ["before": "-", "after": "4.0", "deleted": "true"])
        let refused = try await harness.call("scale.ask", [])
        #expect(refused.status == PROCTOR_REJECT)
        #expect(refused.code == "service.unsupported")
        try await harness.finish()
    }

    @Test func whatIsObservedReachesTheHost() async throws {
        let harness = try await PluginHarness(Scale.self)
        #expect(try await harness.call("scale.observe", []).isOK)
        #expect(harness.logs.map(\.message) == ["Looked at."])
        #expect(harness.logs.map(\.fields) == [#"{"job":"job-1"}"#])
        #expect(harness.metrics == [#"looks_total{"kind":"x"}"#: 2])
        #expect(harness.spans == ["inner", "outer"])
        try await harness.finish()
    }

    @Test func aHandlerIsAPlainMethod() async throws {
        let scale = try await Scale(settings: ScaleSettings(), host: Host())
        #expect(try await scale.apply(Number(value: 2), job: Job()).value == 4)
        await #expect(throws: ServiceError.self) { try await scale.remember(Number(value: 2), job: Job()) }
    }

    @Test func theShippedConformanceSuitePasses() async {
        let samples = ["scale.apply", "scale.slow", "scale.count"].map {
            PluginConformance.Sample($0, json: #"{"value": 9}"#)
        }
        #expect(await PluginConformance.check(Scale.self, samples: samples) == [])
        #expect(await PluginConformance.check(Stateless.self) == [])
    }
}
