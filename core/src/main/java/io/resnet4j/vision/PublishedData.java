package io.resnet4j.vision;

import io.resnet4j.io.Checksums;
import io.resnet4j.io.DownloadCache;
import io.resnet4j.io.DownloadCache.Kind;
import io.resnet4j.io.DownloadCache.Published;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Data sets that can be downloaded. Addresses are the author's, which torchvision has too; torchvision knows the files by
 * their MD5, Keras by their SHA-256, and both are verified.
 */
public enum PublishedData {
    /** 60,000 images of ten classes, in pickles. */
    CIFAR10(
            Cifar.CIFAR10,
            "cifar-10-python.tar.gz",
            "6d958be074577803d12ecdefd02955f39262c83c16fe9348329d7fe0b5c001ce",
            "c58f30108f718f92721af3b95e74349a",
            170_498_071),
    /** 60,000 images of a hundred classes, in pickles. */
    CIFAR100(
            Cifar.CIFAR100,
            "cifar-100-python.tar.gz",
            "85cd44d02ba6437773c5bbd22e183051d648de2e7d6b014e1ef29b855ba677a7",
            "eb9058c3a382ffc7106e4002c42a8d85",
            169_001_437);

    /** Where all of them are; a mirror stands in for it. */
    public static final String SERVER = "https://www.cs.toronto.edu/~kriz/";

    private static final Kind KIND = new Kind("data", SERVER, "RESNET4J_DATA_MIRROR", "RESNET4J_HOME or --dir");

    private final Cifar layout;
    private final String file;
    private final Checksums checksums;
    private final long bytes;

    PublishedData(Cifar layout, String file, String sha256, String md5, long bytes) {
        this.layout = layout;
        this.file = file;
        checksums = new Checksums(sha256, Optional.of(md5));
        this.bytes = bytes;
    }

    Cifar layout() {
        return layout;
    }

    /** The file to download, which is kept by its name: that is how torchvision keeps it, and no two have one. */
    public Published file() {
        return new Published(toString(), URI.create(SERVER + file), file, file, checksums, bytes);
    }

    /**
     * Where downloaded data sets are kept: {@code data} as {@link DownloadCache#ofEnvironment} has it, with
     * {@code RESNET4J_DATA_MIRROR} in place of {@link #SERVER}.
     *
     * @throws IllegalArgumentException when the mirror is no address
     */
    public static DownloadCache cache(Map<String, String> environment) {
        return DownloadCache.ofEnvironment(environment, KIND);
    }

    /** How it is asked for, {@code cifar10}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
