package io.resnet4j.weights;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Bytes that lie in a file: those of a storage, or of all tensors. */
interface ByteSource {
    /** Fills what remains of {@code target} from {@code offset} on. */
    void read(long offset, ByteBuffer target) throws IOException;
}
