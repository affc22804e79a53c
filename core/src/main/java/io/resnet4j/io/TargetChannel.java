package io.resnet4j.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.OptionalLong;

/**
 * A temporary file on its way to be {@code target}. The system says "No space left on device" and no more; errors of this
 * channel say which file, how much of it was written, and what to do.
 */
final class TargetChannel implements SeekableByteChannel {
    private final FileChannel temporary;
    private final Path target;
    private final OptionalLong size;

    TargetChannel(FileChannel temporary, Path target, OptionalLong size) {
        this.temporary = temporary;
        this.target = target;
        this.size = size;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        try {
            return temporary.write(source);
        } catch (ClosedChannelException e) {
            throw e; // a mistake or an interruption, and nothing about the disk
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Waits until the disk has all bytes. */
    void force() throws IOException {
        try {
            temporary.force(true);
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private FileSystemException failure(IOException cause) throws IOException {
        String all = size.isPresent() ? " of " + size.getAsLong() : "";
        String problem = "it cannot be written: %s after %d%s bytes; what was there stays as it was; make room, or name"
                + " a folder on another disk";
        FileSystemException failure = new FileSystemException(
                target.toString(), null, problem.formatted(cause.getMessage(), temporary.position(), all));
        failure.initCause(cause);
        return failure;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return temporary.read(target);
    }

    @Override
    public long position() throws IOException {
        return temporary.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
        temporary.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return temporary.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) throws IOException {
        temporary.truncate(size);
        return this;
    }

    @Override
    public boolean isOpen() {
        return temporary.isOpen();
    }

    @Override
    public void close() throws IOException {
        temporary.close();
    }
}
