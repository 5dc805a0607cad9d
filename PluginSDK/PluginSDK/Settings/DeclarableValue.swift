/// What the property wrappers need to know of a type: what stands for a value that is not there.
public protocol DeclarableValue: Sendable {
    /// What a property that must be given reads as before it was given.
    static var unset: Self { get }
    /// The value of a property that was declared without a default and is not given; nil: it must be given.
    static var whenOmitted: Self? { get }
}

extension DeclarableValue {
    public static var whenOmitted: Self? { nil }
}

extension Optional: DeclarableValue where Wrapped: DeclarableValue {
    public static var unset: Wrapped? { nil }
    public static var whenOmitted: Wrapped?? { .some(nil) }
}

extension Array: DeclarableValue where Element: DeclarableValue {
    public static var unset: [Element] { [] }
}

extension Dictionary: DeclarableValue where Key == String, Value: DeclarableValue {
    public static var unset: [String: Value] { [:] }
}
