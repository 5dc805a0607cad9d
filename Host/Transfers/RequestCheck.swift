/// Whether a request can be sent as it is. Callers check what comes from plugins, and say what is wrong with it; this is
/// the last bolt in front of the wire.
enum RequestCheck {
    static let failure = TransferFailure(.invalid, "the request's URL, method or a header cannot be sent")

    /// `host:port` as the URL has it; nil when the request cannot be sent.
    static func place(of request: TransferRequest) -> String? {
        guard HeaderSyntax.isToken(request.method), request.method != "HEAD" || request.body.isEmpty,
            request.headers.allSatisfy({ HeaderSyntax.isToken($0.name) && HeaderSyntax.isValue($0.value) }),
            request.url.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        for scheme in ["http://", "https://"] where request.url.hasPrefix(scheme) {
            let place = request.url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            return place.isEmpty || place.contains("@") ? nil : String(place)
        }
        return nil
    }
}
