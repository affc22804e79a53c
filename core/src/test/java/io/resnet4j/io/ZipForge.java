package io.resnet4j.io;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zip files field by field, so that a test can make each of them lie. */
public final class ZipForge {
    /** An entry with everything that its two headers say about it, and its bytes. */
    public static final class Item {
        public byte[] name;
        public byte[] localName;
        public byte[] packed;
        public byte[] extra = {};
        public byte[] localExtra = {};
        public int flags;
        public int method;
        public int crc;
        public long size;
        public long packedSize;
        public int disk;
        public long offset = -1;
        public long localSize = -1;
    }

    public final List<Item> items = new ArrayList<>();
    public byte[] comment = {};
    public boolean zip64;
    public int entriesAdded;
    public int directorySizeAdded;

    public Item stored(String name, byte[] bytes) {
        return add(name, bytes, bytes, 0);
    }

    public Item deflated(String name, byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        byte[] packed = new byte[bytes.length + 100];
        int length = deflater.deflate(packed);
        deflater.end();
        return add(name, bytes, Arrays.copyOf(packed, length), 8);
    }

    private Item add(String name, byte[] bytes, byte[] packed, int method) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        Item item = new Item();
        item.name = name.getBytes(StandardCharsets.UTF_8);
        item.localName = item.name;
        item.packed = packed;
        item.method = method;
        item.crc = (int) crc.getValue();
        item.size = bytes.length;
        item.packedSize = packed.length;
        items.add(item);
        return item;
    }

    public byte[] bytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Item item : items) {
            item.offset = item.offset < 0 ? out.size() : item.offset;
            long size = item.localSize < 0 ? item.size : item.localSize;
            ByteBuffer header = record(30 + item.localName.length + item.localExtra.length);
            header.putInt(0x04034b50)
                    .putShort((short) 20)
                    .putShort((short) item.flags)
                    .putShort((short) item.method);
            header.putInt(0).putInt(item.crc).putInt((int) item.packedSize).putInt((int) size);
            header.putShort((short) item.localName.length).putShort((short) item.localExtra.length);
            out.writeBytes(header.put(item.localName).put(item.localExtra).array());
            out.writeBytes(item.packed);
        }
        int start = out.size();
        for (Item item : items) {
            ByteBuffer header = record(46 + item.name.length + item.extra.length);
            header.putInt(0x02014b50).putShort((short) 20).putShort((short) 20).putShort((short) item.flags);
            header.putShort((short) item.method).putInt(0).putInt(item.crc).putInt((int) item.packedSize);
            header.putInt((int) item.size).putShort((short) item.name.length).putShort((short) item.extra.length);
            header.putShort((short) 0)
                    .putShort((short) item.disk)
                    .putShort((short) 0)
                    .putInt(0);
            out.writeBytes(header.putInt((int) item.offset)
                    .put(item.name)
                    .put(item.extra)
                    .array());
        }
        int size = out.size() - start + directorySizeAdded;
        int entries = items.size() + entriesAdded;
        if (zip64) {
            ByteBuffer end = record(56 + 20)
                    .putInt(0x06064b50)
                    .putLong(44)
                    .putInt(0)
                    .putInt(0)
                    .putInt(0);
            end.putLong(entries).putLong(entries).putLong(size).putLong(start);
            out.writeBytes(end.putInt(0x07064b50)
                    .putInt(0)
                    .putLong(out.size())
                    .putInt(1)
                    .array());
        }
        ByteBuffer end = record(22 + comment.length).putInt(0x06054b50).putInt(0);
        end.putShort((short) (zip64 ? 0xFFFF : entries)).putShort((short) (zip64 ? 0xFFFF : entries));
        end.putInt(zip64 ? -1 : size).putInt(zip64 ? -1 : start).putShort((short) comment.length);
        out.writeBytes(end.put(comment).array());
        return out.toByteArray();
    }

    /** A zip64 extra field that holds {@code numbers}. */
    public static byte[] zip64Extra(long... numbers) {
        ByteBuffer extra = record(4 + 8 * numbers.length).putShort((short) 1).putShort((short) (8 * numbers.length));
        for (long number : numbers) {
            extra.putLong(number);
        }
        return extra.array();
    }

    private static ByteBuffer record(int length) {
        return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    }
}
