package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a tar file, read forward. A file that ends before what is asked for is a {@link MalformedFileException}. */
interface TarBytes {
    /** The file as the user knows it. */
    String name();

    /** How many bytes there are from a position on; as many as can be where only reading tells. */
    long left(long position);

    /** Goes on at a position that lies ahead. */
    void skipTo(long position) throws IOException;

    /** The next bytes. */
    ByteBuffer take(int length) throws IOException;

    /** All bytes that are left, or {@code most} of them. */
    ByteBuffer rest(int most) throws IOException;
}
