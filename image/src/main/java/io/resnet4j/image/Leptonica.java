package io.resnet4j.image;

import static org.bytedeco.leptonica.global.leptonica.L_SEVERITY_NONE;
import static org.bytedeco.leptonica.global.leptonica.getImagelibVersions;
import static org.bytedeco.leptonica.global.leptonica.getLeptonicaVersion;
import static org.bytedeco.leptonica.global.leptonica.lept_free;
import static org.bytedeco.leptonica.global.leptonica.setMsgSeverity;

import io.resnet4j.vision.DecoderUnavailableException;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.leptonica.global.leptonica;

/** The native library, loaded once. */
final class Leptonica {
    private static Leptonica loaded;
    private static LinkageError failure; // kept, as a second attempt would not say the reason

    private Leptonica() {
        Loader.load(leptonica.class);
        // The only state of Leptonica that matters here. Messages would go to stderr; whoever decodes gets an
        // exception.
        setMsgSeverity(L_SEVERITY_NONE);
    }

    /**
     * Loads the library unless it is there already.
     *
     * @throws DecoderUnavailableException when it does not load, with the reason
     */
    static synchronized Leptonica load() {
        if (failure != null) {
            throw unavailable(failure);
        }
        if (loaded == null) {
            try {
                loaded = new Leptonica();
            } catch (LinkageError e) {
                failure = e;
                throw unavailable(e);
            }
        }
        return loaded;
    }

    private static DecoderUnavailableException unavailable(LinkageError reason) {
        return new DecoderUnavailableException(
                "Leptonica does not load on %s: %s; put org.bytedeco:leptonica and org.bytedeco:javacpp with the classifier of this platform on the class path"
                        .formatted(Loader.getPlatform(), reason),
                reason);
    }

    /** Its version and what it was built with, such as {@code leptonica-1.87.0 (libwebp 1.6.0, ...)}. */
    String description() {
        try (BytePointer version = getLeptonicaVersion();
                BytePointer images = getImagelibVersions()) {
            String text = "%s (%s)".formatted(version.getString(), images.getString());
            lept_free(version);
            lept_free(images);
            return text;
        }
    }
}
