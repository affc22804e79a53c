package io.resnet4j.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread of one process at a time work on a file. The lock lies on {@code .NAME.lock} beside it, an empty file
 * that stays: who deletes one can never know who is waiting for it. The system frees the lock of a process that dies.
 */
public final class FileGuard implements Closeable {
    /** A process has a lock as a whole, so its threads are kept apart here. One small entry for each file ever locked. */
    private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

    private final ReentrantLock thread;
    private final FileChannel channel;

    private FileGuard(ReentrantLock thread, FileChannel channel) {
        this.thread = thread;
        this.channel = channel;
    }

    /**
     * Waits until nobody else works on {@code target}; its folder must be there. To be closed by the same thread.
     *
     * @param whenBusy is run before waiting, if another process has to be waited for
     */
    public static FileGuard of(Path target, Runnable whenBusy) throws IOException {
        Path file = target.toAbsolutePath().resolveSibling(".%s.lock".formatted(target.getFileName()));
        ReentrantLock thread = THREADS.computeIfAbsent(file, path -> new ReentrantLock());
        thread.lock();
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            try {
                FileLock lock = channel.tryLock();
                if (lock == null) {
                    whenBusy.run();
                    channel.lock();
                }
                return new FileGuard(thread, channel);
            } catch (IOException | RuntimeException | Error e) {
                channel.close();
                throw e;
            }
        } catch (IOException | RuntimeException | Error e) {
            thread.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        try {
            channel.close();
        } finally {
            thread.unlock();
        }
    }
}
