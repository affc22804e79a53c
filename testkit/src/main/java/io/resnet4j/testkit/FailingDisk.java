package io.resnet4j.testkit;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The disk as it is, until it is full. It has a budget: to make a file, to force one to the disk and to rename one costs 1
 * each, and to write costs 1 a byte. What is beyond it fails as Linux lets it fail, and for good. Deleting is free, and makes no room.
 *
 * <p>Code under test is given the paths of {@link #path}, and never knows.
 */
public final class FailingDisk extends FileSystemProvider {
    private final FileSystem fileSystem = new Files();
    private final List<String> events = new ArrayList<>();
    private final int mostEvents;
    private long budget;

    /** Takes so many bytes and events. */
    public FailingDisk(long budget) {
        this(budget, Integer.MAX_VALUE);
    }

    private FailingDisk(long budget, int mostEvents) {
        this.budget = budget;
        this.mostEvents = mostEvents;
    }

    /** Takes bytes without end, and fails when something is to happen to a file after so many events. */
    public static FailingDisk after(int events) {
        return new FailingDisk(Long.MAX_VALUE, events);
    }

    /** A path on this disk; the file is where {@code real} says. */
    public Path path(Path real) {
        return (Path)
                Proxy.newProxyInstance(Path.class.getClassLoader(), new Class<?>[] {Path.class}, (self, method, of) -> {
                    if (method.getName().equals("getFileSystem")) {
                        return fileSystem;
                    }
                    Object result = call(method, real, of);
                    return result instanceof Path path ? path(path) : result;
                });
    }

    /** What was made, forced and renamed so far, in its order, such as {@code force a.csv}. */
    public List<String> events() {
        return List.copyOf(events);
    }

    /** Takes 1 from the budget for something that happens to a file. */
    void spend(String event, Path file) throws IOException {
        if (events.size() == mostEvents) {
            budget = 0;
        }
        spend(1);
        events.add(event + " " + file.getFileName().toString().replaceAll("[0-9a-f]{8}-[0-9a-f-]{27}", "UUID"));
    }

    /** Takes up to {@code wanted} bytes from the budget, at least 1 unless none is wanted. */
    int spend(int wanted) throws IOException {
        if (wanted > 0 && budget == 0) {
            throw new IOException("No space left on device");
        }
        int taken = (int) Math.min(wanted, budget);
        budget -= taken;
        return taken;
    }

    private static Object call(Method method, Path real, Object[] arguments) throws Throwable {
        Object[] others = arguments == null ? null : arguments.clone();
        for (int i = 0; others != null && i < others.length; i++) {
            others[i] = others[i] instanceof Path path ? real(path) : others[i];
        }
        try {
            return method.invoke(real, others);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static Path real(Path path) {
        return Proxy.isProxyClass(path.getClass()) ? Path.of(path.toString()) : path;
    }

    private static FileSystemProvider below(Path path) {
        return real(path).getFileSystem().provider();
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        FileChannel channel = below(path).newFileChannel(real(path), options, attributes);
        try {
            if (options.contains(StandardOpenOption.CREATE_NEW) || options.contains(StandardOpenOption.CREATE)) {
                spend("make", path);
            }
            return new FailingChannel(channel, real(path), this);
        } catch (IOException e) {
            channel.close();
            delete(path);
            throw new FileSystemException(path.toString(), null, e.getMessage());
        }
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        try {
            spend("move to", target);
        } catch (IOException e) {
            throw new FileSystemException(source.toString(), target.toString(), e.getMessage());
        }
        below(source).move(real(source), real(target), options);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        return newFileChannel(path, options, attributes);
    }

    // The rest is as it always is.

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        return below(folder).newDirectoryStream(real(folder), filter);
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        below(folder).createDirectory(real(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        below(path).delete(real(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        throw new UnsupportedOperationException("copies would not be counted");
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return below(path).isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return below(path).isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return below(path).getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        below(path).checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return below(path).getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return below(path).readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return below(path).readAttributes(real(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        below(path).setAttribute(real(path), attribute, value, options);
    }

    @Override
    public String getScheme() {
        return "failing";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException("there is one");
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return fileSystem;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException("paths come from path(Path)");
    }

    private final class Files extends FileSystem {
        private final FileSystem real = Path.of("").getFileSystem();

        @Override
        public FileSystemProvider provider() {
            return FailingDisk.this;
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return real.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return real.getRootDirectories();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return real.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return real.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return path(real.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            return real.getPathMatcher(pattern);
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return real.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() throws IOException {
            return real.newWatchService();
        }
    }
}
