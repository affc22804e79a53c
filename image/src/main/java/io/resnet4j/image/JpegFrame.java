package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;
import static io.resnet4j.image.JpegComponent.ceil;

import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JPEG file's frame header (SOF) says. An MCU is the smallest square that has whole blocks of every component.
 *
 * @param across the largest sampling factor across
 * @param down the largest sampling factor down
 */
record JpegFrame(boolean progressive, int width, int height, int across, int down, List<JpegComponent> components) {
    private static final int MAX_COMPONENTS = 4;

    private static final int HEAD = 6;
    private static final int COMPONENT = 3;
    private static final int MAX_FACTOR = 4;

    /** What is said of a component. */
    private record Sampling(int id, int across, int down, int table) {}

    /**
     * Reads a header: [bits u8, height u16, width u16, count u8, then for each component: id u8, factors across and down in 4
     * bits, table u8].
     *
     * @param code the marker's
     */
    static JpegFrame read(int code, ByteBuffer header, String name) throws ImageException {
        if (code > JpegMarker.SOF2_PROGRESSIVE) {
            throw new ImageException(
                    name, "a JPEG of kind SOF%d cannot be read; save it as baseline".formatted(code & 15));
        }
        int bytes = header.remaining();
        int count = bytes < HEAD ? 0 : header.get(HEAD - 1) & 0xff;
        if (bytes != HEAD + COMPONENT * count) {
            throw JpegFile.damaged(name, "a frame header of %d bytes for %d components".formatted(bytes, count));
        }
        int precision = header.get() & 0xff;
        if (precision != 8 || count < 1 || count > MAX_COMPONENTS) {
            throw unreadable(count, precision, name);
        }
        int height = Short.toUnsignedInt(header.getShort());
        int width = Short.toUnsignedInt(header.getShort());
        header.position(HEAD);
        List<Sampling> samplings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samplings.add(sampling(header, name));
        }
        return of(code == JpegMarker.SOF2_PROGRESSIVE, width, height, samplings, name);
    }

    private static Sampling sampling(ByteBuffer header, String name) throws ImageException {
        int id = header.get() & 0xff;
        int factors = header.get() & 0xff;
        Sampling sampling = new Sampling(id, factors >> 4, factors & 15, header.get() & 0xff);
        if (Math.min(sampling.across, sampling.down) < 1 || Math.max(sampling.across, sampling.down) > MAX_FACTOR) {
            throw JpegFile.damaged(name, "a component is sampled %d x %d".formatted(sampling.across, sampling.down));
        }
        return sampling;
    }

    /** Works out the components' sizes. */
    private static JpegFrame of(boolean progressive, int width, int height, List<Sampling> samplings, String name)
            throws ImageException {
        int across = samplings.stream().mapToInt(Sampling::across).max().orElseThrow();
        int down = samplings.stream().mapToInt(Sampling::down).max().orElseThrow();
        List<JpegComponent> components = new ArrayList<>();
        for (Sampling sampling : samplings) {
            if (across % sampling.across != 0 || down % sampling.down != 0) {
                throw new ImageException(name, "a JPEG whose components are sampled 2 and 3 times cannot be read");
            }
            components.add(new JpegComponent(
                    sampling.id,
                    sampling.across,
                    sampling.down,
                    sampling.table,
                    ceil(width * sampling.across, across),
                    ceil(height * sampling.down, down),
                    ceil(width, BLOCK * across) * sampling.across,
                    ceil(height, BLOCK * down) * sampling.down));
        }
        return new JpegFrame(progressive, width, height, across, down, List.copyOf(components));
    }

    static ImageException unreadable(int components, int precision, String name) {
        return new ImageException(
                name,
                "a JPEG of %d components and %d bits; 1, 3 or 4 and 8 can be read".formatted(components, precision));
    }

    int mcusAcross() {
        return ceil(width, BLOCK * across);
    }

    int mcusDown() {
        return ceil(height, BLOCK * down);
    }

    /** In which order rows of so many MCUs lie: split where pixels share samples two by two. */
    JpegOrder order(int mcus) {
        return new JpegOrder(mcus, BLOCK * across, across % 2 == 0);
    }

    /** How many blocks the components have together. */
    long blocks() {
        return components.stream()
                .mapToLong(c -> (long) c.ownBlocksAcross() * c.ownBlocksDown())
                .sum();
    }
}
