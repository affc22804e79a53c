package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * The EXIF and XMP of a PNG: the chunk eXIf, or a text of the name that ImageMagick gave it before there was one, three
 * lines and then hexadecimal digits; XMP is a text too. Texts are tEXt [name, 0, text], zTXt [name, 0, 0, zlib of the text]
 * or iTXt [name, 0, whether packed, 0, language, 0, translated name, 0, text or zlib of it]. Of several, the last counts.
 */
final class PngMetadata {
    private static final String PROFILE = "Raw profile type exif";
    private static final int PROFILE_HEADER = 3;
    private static final String XMP = "XML:com.adobe.xmp";
    private static final int LONGEST_TEXT = 1 << 20; // unpacked, as in Pillow
    private static final int LONGEST_TEXTS = 64 << 20; // all of them together, as in Pillow

    private final String name;
    private byte[] exif;
    private String profile;
    private byte[] xmp;
    private int unpacked; // bytes of texts

    private PngMetadata(String name) {
        this.name = name;
    }

    /** Reads the chunks of a file, in which {@link Png} has found no damage. */
    static Metadata read(byte[] file, String name) throws ImageException {
        PngMetadata found = new PngMetadata(name);
        PngChunks chunks = new PngChunks(file, name);
        while (chunks.next()) {
            found.add(chunks.kind(), chunks.content());
        }
        return new Metadata(found.exif == null ? found.unpackedProfile() : found.exif, found.xmp, false);
    }

    private void add(String kind, ByteBuffer content) throws ImageException {
        switch (kind) {
            case "eXIf" -> {
                exif = (Exif.PREFIX + StandardCharsets.ISO_8859_1.decode(content))
                        .getBytes(StandardCharsets.ISO_8859_1);
            }
            case "tEXt", "zTXt", "iTXt" -> {
                String[] parts =
                        StandardCharsets.ISO_8859_1.decode(content).toString().split("\0", 2);
                if (parts[0].equals(PROFILE) || parts[0].equals(XMP)) {
                    store(parts[0], text(kind, parts.length == 1 ? "" : parts[1]));
                }
            }
            default -> {}
        }
    }

    private void store(String key, String text) {
        if (text == null) {
            return;
        }
        if (key.equals(PROFILE)) {
            profile = text;
        } else {
            xmp = text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    /** What follows the name in a text chunk of this kind, unpacked; null where Pillow passes it over. */
    private String text(String kind, String rest) throws ImageException {
        if (kind.equals("tEXt")) {
            return rest;
        }
        if (kind.equals("zTXt")) {
            if (!rest.isEmpty() && rest.charAt(0) != 0) {
                throw new ImageException(
                        name, "damaged PNG: a text is packed by the unknown method " + (int) rest.charAt(0));
            }
            String text = rest.isEmpty() ? "" : inflate(rest.substring(1));
            return text == null ? "" : text;
        }
        String[] parts = rest.length() < 2 ? new String[0] : rest.substring(2).split("\0", 3);
        if (parts.length < 3) {
            return null;
        }
        boolean packed = rest.charAt(0) != 0;
        return !packed ? parts[2] : rest.charAt(1) == 0 ? inflate(parts[2]) : null;
    }

    /** As much as is there; null if it is damaged. */
    private String inflate(String packed) throws ImageException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream text = new ByteArrayOutputStream();
            byte[] part = new byte[1 << 13];
            for (int count = inflater.inflate(part); count > 0; count = inflater.inflate(part)) {
                text.write(part, 0, count);
                unpacked += count;
                if (text.size() > LONGEST_TEXT || unpacked > LONGEST_TEXTS) {
                    throw new ImageException(
                            name,
                            "a text of more than %d bytes, or texts of more than %d"
                                    .formatted(LONGEST_TEXT, LONGEST_TEXTS));
                }
            }
            return text.toString(StandardCharsets.ISO_8859_1);
        } catch (DataFormatException e) {
            return null; // as Pillow does
        } finally {
            inflater.end();
        }
    }

    /** The bytes whose digits the profile holds; null if there is none. */
    private byte[] unpackedProfile() throws ImageException {
        if (profile == null) {
            return null;
        }
        String[] lines = profile.split("\n", PROFILE_HEADER + 1);
        String digits = lines.length > PROFILE_HEADER ? lines[PROFILE_HEADER].replaceAll("\\s", "") : "";
        try {
            return HexFormat.of().parseHex(digits);
        } catch (IllegalArgumentException e) {
            throw new ImageException(name, "damaged EXIF: its profile is not hexadecimal", e);
        }
    }
}
