import PluginSDK

/// The checks that every plugin has to pass, whatever it does.
///
///     let findings = await PluginConformance.check(Curve.self, samples: [.init("curve.apply", json: #"{"raw": 1}"#)])
///     #expect(findings.isEmpty)
public enum PluginConformance {
    /// A payload with which an operation succeeds.
    public struct Sample: Sendable {
        let operation: String
        let payload: [UInt8]
        let headers: [String: String]

        public init(_ operation: String, _ payload: [UInt8], headers: [String: String] = [:]) {
            self.operation = operation
            self.payload = payload
            self.headers = headers
        }

        public init(_ operation: String, json: String) {
            self.init(operation, Array(json.utf8), headers: ["content-type": "application/json"])
        }
    }

    public static func check<Tested: Plugin>(
        _ plugin: Tested.Type, settings: String = "{}", samples: [Sample] = [],
        limits: HarnessLimits = HarnessLimits()
    ) async -> [PluginFinding] {
        await check(entry: { export(plugin) }, settings: settings, samples: samples, limits: limits)
    }

    /// - Parameters:
    ///   - settings: a configuration that works.
    ///   - samples: jobs that succeed; each is also cancelled once.
    public static func check(
        entry: @Sendable () -> UnsafePointer<proctor_plugin>?, settings: String = "{}", samples: [Sample] = [],
        limits: HarnessLimits = HarnessLimits()
    ) async -> [PluginFinding] {
        do {
            let table = try TableCheck.table(from: entry)
            var findings = await settingsFindings(table, settings)
            let harness = try await PluginHarness(entry: entry, settings: settings, limits: limits)
            findings += await jobFindings(harness, table, samples)
            do { try await harness.finish() } catch let found as PluginFindings { findings += found.findings }
            findings += await repeatedLifeFindings(entry, settings, limits)
            return findings
        } catch let found as PluginFindings {
            return found.findings
        } catch {
            return [PluginFinding(code: "instance.refused", message: "No instance could be made: \(error)")]
        }
    }

    /// What the settings' schema forbids has to be refused by `validate`.
    private static func settingsFindings(_ table: PluginTable, _ settings: String) async -> [PluginFinding] {
        guard let schema = (try? JSONValue(parsing: table.value.manifest.array))?["settings"],
            case .object(let valid)? = try? JSONValue(parsing: settings)
        else { return [] }
        var findings: [PluginFinding] = []
        for violation in SettingsViolation.all(of: schema, changing: valid) {
            let isAccepted = (try? await ControlCalls.validate(table, violation.settings)) != nil
            if isAccepted {
                findings.append(
                    PluginFinding(
                        code: "settings.not_refused",
                        message: "validate accepts \(violation.what), which the settings' schema forbids."))
            }
        }
        return findings
    }

    private static func jobFindings(
        _ harness: PluginHarness, _ table: PluginTable, _ samples: [Sample]
    ) async -> [PluginFinding] {
        var findings: [PluginFinding] = []
        do {
            let unknown = try await harness.call("no.such_operation", json: "{}")
            if unknown.status != PROCTOR_UNSUPPORTED {
                findings.append(
                    PluginFinding(
                        code: "operation.unknown_taken",
                        message: "submit answers an unknown operation with \(unknown.status), not UNSUPPORTED."))
            }
            for operation in operationsTakingObjects(table) {
                let malformed = try await harness.call(operation, json: "{")
                if malformed.status != PROCTOR_REJECT {
                    findings.append(
                        PluginFinding(
                            code: "input.malformed_taken",
                            message: "\(operation) answers malformed JSON with \(malformed.status), not REJECT."))
                }
            }
            for sample in samples {
                let answer = try await harness.call(sample.operation, sample.payload, headers: sample.headers)
                if !answer.isOK {
                    findings.append(
                        PluginFinding(
                            code: "sample.failed",
                            message: "\(sample.operation) failed with its sample: \(answer.message) (\(answer.code))"))
                }
                let running = harness.submit(sample.operation, sample.payload, headers: sample.headers)
                running.cancel()
                _ = try await running.answer()
                running.cancel()  // late: to be ignored
            }
        } catch {
            // The harness has kept the finding that it threw.
        }
        return findings
    }

    private static func operationsTakingObjects(_ table: PluginTable) -> [String] {
        guard let manifest = try? JSONValue(parsing: table.value.manifest.array),
            case .array(let operations)? = manifest["operations"]
        else { return [] }
        return operations.compactMap { operation in
            guard case .string(let name)? = operation["name"],
                operation["input"]?["media_type"] == "application/json",
                operation["input"]?["schema"]?["type"] == "object"
            else { return nil }
            return name
        }
    }

    /// Instances come and go: a reload makes a new one each time.
    private static func repeatedLifeFindings(
        _ entry: @Sendable () -> UnsafePointer<proctor_plugin>?, _ settings: String, _ limits: HarnessLimits
    ) async -> [PluginFinding] {
        for number in 1...20 {
            do {
                try await PluginHarness(entry: entry, settings: settings, limits: limits).finish()
            } catch {
                return [
                    PluginFinding(
                        code: "instance.not_repeatable",
                        message: "Instance \(number) of 20 could not be made: \(error)")
                ]
            }
        }
        return []
    }
}
