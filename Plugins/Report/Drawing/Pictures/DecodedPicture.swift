import CDrawing

/// Pixels of a picture. Never changed once they are made: any number of lanes may draw them.
final class DecodedPicture: @unchecked Sendable {  // immutable
    let picture: drawing_picture
    /// Of the picture's bytes and this size.
    let name: String

    /// Takes the pixels over.
    init(_ picture: drawing_picture, name: String) {
        self.picture = picture
        self.name = name
    }

    deinit { drawing_pixels_release(picture.pixels, byteCount) }

    var byteCount: Int { Int(picture.width) * Int(picture.height) * 4 }
}
