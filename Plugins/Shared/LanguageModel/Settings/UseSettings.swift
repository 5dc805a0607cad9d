import PluginSDK

/// Answers that are kept in the processor's store.
public struct AnswerCacheSettings: Settings {
    @Setting("For how long; 0s keeps none.", in: .zero ... .seconds(31_536_000)) public var lifetime = Duration.zero

    public init() {}
}

/// How texts are sent for vectors.
public struct EmbeddingSettings: Settings {
    @Setting("Most texts of one request.", in: 1...2048) public var batch = 256
    @Setting("Most tokens of one request, by estimate.", in: 1...10_000_000) public var tokens = 100_000

    public init() {}
}

/// What a million tokens of a model cost, in any one currency.
public struct PriceSettings: Settings {
    @Setting("Read by the model.", in: 0...1_000_000) public var input = 0.0
    @Setting("Written by it.", in: 0...1_000_000) public var output = 0.0
    @Setting("Read, and kept by the provider from an earlier request; without it as input.")
    public var cachedInput: Double?

    public init() {}
}
