package io.resnet4j.testkit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/** A file of a {@link FailingDisk}. The write that the disk has no room for writes what it has room for, as Linux does. */
final class FailingChannel extends FileChannel {
    private final FileChannel real;
    private final Path file;
    private final FailingDisk disk;

    FailingChannel(FileChannel real, Path file, FailingDisk disk) {
        this.real = real;
        this.file = file;
        this.disk = disk;
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
        int end = source.limit();
        source.limit(source.position() + disk.spend(source.remaining()));
        try {
            return real.write(source);
        } finally {
            source.limit(end);
        }
    }

    @Override
    public void force(boolean metadata) throws IOException {
        disk.spend("force", file);
        real.force(metadata);
    }

    @Override
    public long write(ByteBuffer[] sources, int offset, int length) {
        throw uncounted();
    }

    @Override
    public int write(ByteBuffer source, long position) {
        throw uncounted();
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count) {
        throw uncounted();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) {
        throw uncounted();
    }

    private static UnsupportedOperationException uncounted() {
        return new UnsupportedOperationException("these bytes would not be counted");
    }

    // The rest is as it always is.

    @Override
    public int read(ByteBuffer target) throws IOException {
        return real.read(target);
    }

    @Override
    public long read(ByteBuffer[] targets, int offset, int length) throws IOException {
        return real.read(targets, offset, length);
    }

    @Override
    public int read(ByteBuffer target, long position) throws IOException {
        return real.read(target, position);
    }

    @Override
    public long position() throws IOException {
        return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
        real.position(position);
        return this;
    }

    @Override
    public long size() throws IOException {
        return real.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
        real.truncate(size);
        return this;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target) throws IOException {
        return real.transferTo(position, count, target);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
        return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
        return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
        real.close();
    }
}
