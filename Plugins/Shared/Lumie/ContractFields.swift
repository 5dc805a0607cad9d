/// Names of one document of the contract: its fields, or the places of a template.
public protocol ContractFields: RawRepresentable, CaseIterable, Hashable, Sendable where RawValue == String {}
