package io.resnet4j.image;

import static io.resnet4j.image.JpegComponent.BLOCK;
import static io.resnet4j.image.JpegComponent.ceil;

import java.util.ArrayList;
import java.util.List;

/**
 * What a JPEG file's frame header (SOF) says. An MCU is the smallest square that has whole blocks of every component.
 *
 * @param across the largest sampling factor across
 * @param down the largest sampling factor down
 */
record JpegFrame(boolean progressive, int width, int height, int across, int down, List<JpegComponent> components) {
    /** Works out the components' sizes; {@code fields} has four numbers for each: id, across, down, table. */
    static JpegFrame of(boolean progressive, int width, int height, int[] fields) {
        int across = 1;
        int down = 1;
        for (int i = 0; i < fields.length; i += 4) {
            across = Math.max(across, fields[i + 1]);
            down = Math.max(down, fields[i + 2]);
        }
        int mcusAcross = ceil(width, BLOCK * across);
        int mcusDown = ceil(height, BLOCK * down);
        List<JpegComponent> components = new ArrayList<>();
        for (int i = 0; i < fields.length; i += 4) {
            int h = fields[i + 1];
            int v = fields[i + 2];
            components.add(new JpegComponent(
                    fields[i],
                    h,
                    v,
                    fields[i + 3],
                    ceil(width * h, across),
                    ceil(height * v, down),
                    mcusAcross * h,
                    mcusDown * v));
        }
        return new JpegFrame(progressive, width, height, across, down, List.copyOf(components));
    }

    int mcusAcross() {
        return ceil(width, BLOCK * across);
    }

    int mcusDown() {
        return ceil(height, BLOCK * down);
    }

    /** Whether rows are {@link JpegRows split}: where pixels share samples two by two. */
    boolean split() {
        return across % 2 == 0;
    }

    /** How many blocks the components have together. */
    long blocks() {
        return components.stream()
                .mapToLong(c -> (long) c.ownBlocksAcross() * c.ownBlocksDown())
                .sum();
    }
}
