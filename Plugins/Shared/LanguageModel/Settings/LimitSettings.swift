import PluginSDK

/// When a failed attempt is made again, at the same model.
public struct RetrySettings: Settings {
    @Setting("Most attempts at one model.", in: 1...10) public var attempts = 3
    @Setting("First pause; each further one is twice as long.", in: .zero ... .seconds(60))
    public var first = Duration.milliseconds(500)
    @Setting("Longest pause, unless the provider asks for a longer one.", in: .zero ... .seconds(600))
    public var most = Duration.seconds(8)
    @Setting("Part of a pause that chance may take away.", in: 0...1) public var jitter = 0.25

    public init() {}
}

/// When a model that fails is left alone.
public struct BreakerSettings: Settings {
    @Setting("Failures in a row after which nothing is sent; 0: never.", in: 0...1000) public var failures = 5
    @Setting("For how long; then one request tries.", in: .milliseconds(1) ... .seconds(3600))
    public var pause = Duration.seconds(30)

    public init() {}
}

/// What one tenant may use; 0: as much as it likes.
public struct TenantLimitSettings: Settings {
    @Setting("Requests in a minute.", in: 0...1_000_000) public var requests = 0
    @Setting("Tokens in a minute, of questions and answers.", in: 0...1_000_000_000) public var tokens = 0
    @Setting("Requests at once; others wait their turn.", in: 0...10_000) public var concurrency = 0

    public init() {}
}
