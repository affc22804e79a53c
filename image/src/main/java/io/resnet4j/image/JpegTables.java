package io.resnet4j.image;

import io.resnet4j.vision.ImageException;
import java.util.Arrays;
import java.util.List;

/**
 * The tables that JPEG files define, each kind by numbers from 0 to 3: a later table takes the place of the one before it.
 * Images may share them (T.81, B.4): the strips of a TIFF do.
 */
final class JpegTables {
    private static final int NUMBERS = 4;
    private static final int SIZE = JpegZigzag.SIZE;

    private final String name;
    private final int[][] quantization = new int[NUMBERS][];
    private final JpegHuffman[] dc = new JpegHuffman[NUMBERS];
    private final JpegHuffman[] ac = new JpegHuffman[NUMBERS];

    /** None at all, for a file of this name. */
    JpegTables(String name) {
        this.name = name;
    }

    /** DQT: any number of [precision 4 bits, number 4 bits, 64 values of one or two bytes in zigzag order]. */
    void addQuantization(byte[] file, int start, int end) throws ImageException {
        int at = start;
        while (at < end) {
            int head = file[at++] & 0xff;
            int bytes = head >> 4 == 0 ? 1 : 2;
            if ((head & 15) >= NUMBERS || head >> 4 > 1 || at + SIZE * bytes > end) {
                throw damaged("a quantization table that is short or has the number " + (head & 15));
            }
            int[] table = new int[SIZE];
            for (int i = 0; i < SIZE; i++, at += bytes) {
                int value = file[at] & 0xff;
                table[i] = bytes == 1 ? value : value << 8 | file[at + 1] & 0xff;
            }
            quantization[head & 15] = table;
        }
    }

    /** DHT: any number of [class 4 bits: 0 is DC, 1 is AC; number 4 bits; 16 counts; as many symbols]. */
    void addHuffman(byte[] file, int start, int end) throws ImageException {
        int at = start;
        while (at < end) {
            int head = file[at++] & 0xff;
            int symbols = 0;
            for (int i = 0; i < 16 && at + i < end; i++) {
                symbols += file[at + i] & 0xff;
            }
            int next = at + 16 + symbols;
            if ((head & 15) >= NUMBERS || head >> 4 > 1 || symbols > 256 || next > end) {
                throw damaged("a Huffman table that is short, too long or has the number " + (head & 15));
            }
            JpegHuffman table = JpegHuffman.of(Arrays.copyOfRange(file, at, next))
                    .orElseThrow(() -> damaged("a Huffman table of more codes than there are"));
            (head >> 4 == 0 ? dc : ac)[head & 15] = table;
            at = next;
        }
    }

    /** Puts the standard's tables where there are none, as libjpeg does when a sequential image begins. */
    void completeHuffman() {
        complete(dc, JpegStandardTables.DC);
        complete(ac, JpegStandardTables.AC);
    }

    private static void complete(JpegHuffman[] tables, List<JpegHuffman> standard) {
        for (int number = 0; number < standard.size(); number++) {
            if (tables[number] == null) {
                tables[number] = standard.get(number);
            }
        }
    }

    /** 64 numbers in the file's order. */
    int[] quantization(int number) throws ImageException {
        if (number >= NUMBERS || quantization[number] == null) {
            throw damaged("quantization table %d is not there".formatted(number));
        }
        return quantization[number];
    }

    /** The table for DC coefficients. */
    JpegHuffman dc(int number) throws ImageException {
        JpegHuffman table = huffman(dc, number);
        if (!table.suitsDc()) {
            throw damaged("a Huffman table for other than DC coefficients");
        }
        return table;
    }

    /** The table for AC coefficients. */
    JpegHuffman ac(int number) throws ImageException {
        return huffman(ac, number);
    }

    private JpegHuffman huffman(JpegHuffman[] tables, int number) throws ImageException {
        if (number >= NUMBERS || tables[number] == null) {
            throw damaged("a scan by Huffman table %d, which is not there".formatted(number));
        }
        return tables[number];
    }

    private ImageException damaged(String problem) {
        return JpegFile.damaged(name, problem);
    }
}
