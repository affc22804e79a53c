package io.resnet4j.vision;

/** Turns the bytes of an image file into Pillow's pixels. Implementations are safe for use by many threads. */
public interface ImageDecoder {
    /**
     * Decodes one image, as Pillow's {@code Image.open(f).convert("RGB")} does.
     *
     * @param file the bytes of the whole file
     * @param name the file as the user knows it, for messages
     * @throws ImageException when the bytes are no image, one of an unknown kind, or a damaged one
     */
    Image decode(byte[] file, String name) throws ImageException;
}
