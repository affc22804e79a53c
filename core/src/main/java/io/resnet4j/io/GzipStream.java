package io.resnet4j.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.ZipException;

/**
 * Unpacks what gzip packed (RFC 1952). A file has members one behind the other, and zeros may follow the last:
 *
 * <pre>
 *    0 1f 8b   2 method, 8   3 flags   4 time   8 level   9 system
 *   10 with flag 4: a length of two bytes, and so many; with 8, and with 16: a text that ends with 0; with 2: two bytes
 *      then what deflate made of the bytes, their CRC-32, and how many they are, modulo 2^32
 * </pre>
 *
 * The JDK's {@link java.util.zip.GZIPInputStream} goes from one member to the next by calling itself, so that ten thousand
 * empty ones overflow the stack.
 *
 * <p>A file that ends too early is an {@link EOFException}, a damaged one a {@link ZipException}.
 */
final class GzipStream extends InputStream {
    private static final int BUFFER = 1 << 16;

    private final InputStream in;
    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();
    private final byte[] packed = new byte[BUFFER];
    private int start;
    private int end;
    private boolean ended;

    /** Reads the first header. Closing this closes {@code in}, unless there is no such header. */
    GzipStream(InputStream in) throws IOException {
        this.in = in;
        try {
            readHeader(take());
        } catch (IOException e) {
            inflater.end();
            throw e;
        }
    }

    private void readHeader(int first) throws IOException {
        if (first != 0x1f || take() != 0x8b || take() != 8) {
            throw new ZipException("gzip's first bytes are not there");
        }
        int flags = take();
        pass(6);
        if ((flags & 4) != 0) {
            pass(take() + (take() << 8));
        }
        if ((flags & 8) != 0) {
            passText();
        }
        if ((flags & 16) != 0) {
            passText();
        }
        pass((flags & 2) != 0 ? 2 : 0);
        inflater.reset();
        inflater.setInput(packed, start, end - start);
        crc.reset();
    }

    private void pass(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            take();
        }
    }

    private void passText() throws IOException {
        int last;
        do {
            last = take();
        } while (last != 0);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        while (!ended) {
            int count = inflate(target, offset, length);
            if (count > 0) {
                crc.update(target, offset, count);
                return count;
            }
            if (inflater.finished()) {
                endMember();
            } else if (fill()) {
                inflater.setInput(packed, start, end - start);
            } else {
                throw truncated();
            }
        }
        return -1;
    }

    private int inflate(byte[] target, int offset, int length) throws ZipException {
        try {
            return inflater.inflate(target, offset, length);
        } catch (DataFormatException e) {
            throw (ZipException) new ZipException(e.getMessage()).initCause(e);
        }
    }

    private void endMember() throws IOException {
        start = end - inflater.getRemaining();
        long sum = number();
        if (sum != crc.getValue()) {
            throw new ZipException("the CRC-32 is %08x, expected %08x".formatted(crc.getValue(), sum));
        }
        long size = number();
        if (size != (inflater.getBytesWritten() & 0xffffffffL)) {
            throw new ZipException("%d bytes unpacked, expected %d".formatted(inflater.getBytesWritten(), size));
        }
        int first = 0;
        while (first == 0 && !ended) {
            ended = start == end && !fill();
            first = ended ? 0 : take();
        }
        if (!ended) {
            readHeader(first);
        }
    }

    private long number() throws IOException {
        return take() | take() << 8 | take() << 16 | (long) take() << 24;
    }

    private int take() throws IOException {
        if (start == end && !fill()) {
            throw truncated();
        }
        return Byte.toUnsignedInt(packed[start++]);
    }

    private static EOFException truncated() {
        return new EOFException("it ends where more was expected");
    }

    private boolean fill() throws IOException {
        start = 0;
        end = Math.max(0, in.read(packed));
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        inflater.end();
        in.close();
    }
}
