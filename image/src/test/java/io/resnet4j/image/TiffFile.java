package io.resnet4j.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;

/** A little-endian TIFF of one grey strip, made from single values of its tags; its data comes last. */
final class TiffFile {
    private static final int STRIP_OFFSETS = 273;
    private static final int LONG = 4;

    private final Map<Integer, Long> tags = new TreeMap<>();
    private byte[] data = {};

    TiffFile(int width, int height, int compression) {
        with(256, width).with(257, height).with(258, 8).with(259, compression).with(262, 1);
        with(277, 1).with(278, height).with(279, 0);
    }

    /** Gives a tag a value. */
    TiffFile with(int tag, long value) {
        tags.put(tag, value);
        return this;
    }

    TiffFile data(byte[] bytes) {
        data = bytes;
        return this;
    }

    /** The file. A tag for the offset of its strip stays as it was given. */
    byte[] bytes() {
        Map<Integer, Long> all = new TreeMap<>(tags);
        int fields = tags.containsKey(STRIP_OFFSETS) ? tags.size() : tags.size() + 1;
        int start = 8 + 2 + 12 * fields + 4;
        all.putIfAbsent(STRIP_OFFSETS, (long) start);
        ByteBuffer file = ByteBuffer.allocate(start + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(8).putShort((short) fields);
        all.forEach((tag, value) ->
                file.putShort(tag.shortValue()).putShort((short) LONG).putInt(1).putInt(value.intValue()));
        return file.putInt(0).put(data).array();
    }
}
