package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.util.List;

/**
 * What a JPEG file's scan header (SOS) says, and the tables in force there.
 *
 * @param from the first coefficient in it, by zigzag order
 * @param to the last one
 * @param before how many bits, counted from the lowest, an earlier scan has left out; 0 when there was none
 * @param left how many of them this scan leaves out
 * @param restart after how many MCUs a restart marker comes; 0 for none
 */
record JpegScan(List<Part> parts, int from, int to, int before, int left, int restart) {
    /**
     * A component within the scan.
     *
     * @param index its place in the frame
     * @param dc the table of its DC coefficients; null in scans without any
     * @param ac the table of its AC coefficients; null in scans without any
     */
    record Part(int index, JpegComponent component, JpegHuffman dc, JpegHuffman ac) {}

    /** Reads blocks one after the other. */
    interface Reader {
        /** Reads the next block, whose place is counted in blocks of its component. */
        void block(Part part, int x, int y) throws ImageException;

        /** Goes on behind a restart marker. */
        void restart() throws ImageException;

        /** Takes notice that a row of MCUs has been read. */
        void endRow(int row);
    }

    /** Has all blocks read, in the order of T.81, A.2: MCU by MCU, or the blocks of a single component row by row. */
    void read(JpegFrame frame, Reader reader) throws ImageException {
        Walk walk = new Walk(reader);
        if (parts.size() == 1) {
            walk.single(parts.get(0));
        } else {
            walk.interleaved(frame);
        }
    }

    private final class Walk {
        private final Reader reader;
        private int untilRestart = restart;

        Walk(Reader reader) {
            this.reader = reader;
        }

        void single(Part part) throws ImageException {
            JpegComponent component = part.component();
            int across = component.ownBlocksAcross();
            int down = component.ownBlocksDown();
            for (int y = 0; y < down; y++) {
                for (int x = 0; x < across; x++) {
                    beginUnit();
                    reader.block(part, x, y);
                }
                if ((y + 1) % component.down() == 0 || y + 1 == down) {
                    reader.endRow(y / component.down());
                }
            }
        }

        void interleaved(JpegFrame frame) throws ImageException {
            int across = frame.mcusAcross();
            int down = frame.mcusDown();
            for (int row = 0; row < down; row++) {
                for (int column = 0; column < across; column++) {
                    beginUnit();
                    for (Part part : parts) {
                        unit(part, row, column);
                    }
                }
                reader.endRow(row);
            }
        }

        private void unit(Part part, int row, int column) throws ImageException {
            int across = part.component().across();
            int down = part.component().down();
            for (int y = row * down; y < (row + 1) * down; y++) {
                for (int x = column * across; x < (column + 1) * across; x++) {
                    reader.block(part, x, y);
                }
            }
        }

        private void beginUnit() throws ImageException {
            if (restart == 0) {
                return;
            }
            if (untilRestart == 0) {
                reader.restart();
                untilRestart = restart;
            }
            untilRestart--;
        }
    }
}
