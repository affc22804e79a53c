package io.resnet4j.vision;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** A folder, wherever it lies. Paths are relative to it, with {@code /} between their parts. */
interface FileTree extends Closeable {
    /** The folders directly in it, in any order. */
    List<String> folders() throws IOException;

    /** Every file below those folders, at any depth, in any order. */
    List<String> files() throws IOException;

    /** The bytes of a file. May be called by many threads at once. */
    byte[] read(String path) throws IOException;
}
