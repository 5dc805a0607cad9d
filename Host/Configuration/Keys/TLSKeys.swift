/// What may be said about an encrypted connection to another server.
enum TLSKeys {
    static let authorities = SettingKey.text(
        "ca", example: "./certificates/ca.pem",
        "A PEM file of the authorities that are trusted instead of the system's.")
    static let certificate = SettingKey.text(
        "certificate", example: "./certificates/host.pem",
        "A PEM file by which this host shows who it is; with key.")
    static let key = SettingKey.text(
        "key", example: "./certificates/host.key", "The PEM file of that certificate's private key.")

    static let shape = MappingShape(keys: [authorities.entry, certificate.entry, key.entry])

    static let tls = SettingKey.node(
        "tls", .mapping(shape), .nothing, example: "{ ca: ./certificates/ca.pem }",
        "What is special about the encryption; the other side's certificate and name are always checked.")
}
