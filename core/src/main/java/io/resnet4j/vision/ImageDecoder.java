package io.resnet4j.vision;

/** Turns the bytes of an image file into Pillow's pixels. Implementations are safe for use by many threads. */
public interface ImageDecoder {
    /** Chooses, by an image's size, which of its pixels are wanted. */
    interface Cut {
        /** The region that is wanted of an image of this size. */
        Region of(int width, int height);
    }

    /**
     * Decodes one image, as Pillow's {@code Image.open(f).convert("RGB")} does.
     *
     * @param file the bytes of the whole file
     * @param name the file as the user knows it, for messages
     * @throws ImageException when the bytes are no image, one of an unknown kind, or a damaged one
     */
    Image decode(byte[] file, String name) throws ImageException;

    /**
     * Decodes a part of an image: the same pixels that {@link #decode(byte[], String)} gives there. A decoder may leave out
     * work that only the others need, but no check of the file. Unless it does, the image is decoded whole and cut.
     *
     * @param cut asked once, when the size is known
     */
    default ImagePart decode(byte[] file, String name, Cut cut) throws ImageException {
        Image whole = decode(file, name);
        return ImagePart.cut(whole, cut.of(whole.width(), whole.height()));
    }
}
