package io.resnet4j.weights;

import io.resnet4j.io.PublicAddress;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Weights that someone published: where they are, how their content is known again, and all that their use takes.
 *
 * @param model the network they are for, by its name in the catalogue
 * @param name what they are called among those of the model, such as {@code IMAGENET1K_V2}
 * @param url an {@code http} or {@code https} address whose path ends with the name of the file; a query, which may be a
 *     secret, is no part of any message
 * @param sha256 how the SHA-256 of the file begins, 8 to 64 digits in lower case: torchvision publishes 8
 * @param formerFiles names that files with other bytes and the same weights once had; each has the first digits of its SHA-256
 *     before the dot, as torchvision's have: {@code resnet50-19c8e357.pth}
 * @param preprocessing how images are prepared
 * @param labels what the outputs mean
 * @param figures what the publisher measured; empty where nothing is known
 * @param recipe how they were trained: a sentence or an address; empty where nothing is known
 * @param licence what may be done with them; empty where nothing is known
 */
public record PublishedWeights(
        String model,
        String name,
        URI url,
        String sha256,
        List<String> formerFiles,
        Preprocessing preprocessing,
        Labels labels,
        Optional<Figures> figures,
        String recipe,
        String licence) {
    private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{8,64}");
    private static final Pattern DIGITS_IN_NAME = Pattern.compile("-([0-9a-f]{8,64})\\.[^.]+$");
    private static final int DIGITS_IN_CACHE = 8;
    /** Nothing that leads out of a folder, no drive, and short enough for the names of what is kept beside the file. */
    private static final Pattern FILE_NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.+-]{0,179}");

    /**
     * What the publisher says of the weights.
     *
     * @param parameters how many numbers are learned
     * @param gflops billions of multiply-adds for one image
     * @param acc1 top-1 accuracy on the classes' validation images, percent
     * @param acc5 top-5 accuracy, percent
     * @param mebibytes size of the file in units of 2^20 bytes, to three decimals
     */
    public record Figures(long parameters, double gflops, double acc1, double acc5, double mebibytes) {
        public Figures {
            if (parameters < 1 || !(gflops > 0) || !(mebibytes > 0)) {
                throw new IllegalArgumentException("parameters, gflops and mebibytes are above zero, not %d, %s and %s"
                        .formatted(parameters, gflops, mebibytes));
            }
            if (!(acc1 >= 0 && acc1 <= 100 && acc5 >= 0 && acc5 <= 100)) {
                throw new IllegalArgumentException("accuracies are percent, not %s and %s".formatted(acc1, acc5));
            }
        }
    }

    /**
     * Checks what can be checked without the file.
     *
     * @throws IllegalArgumentException when there is no such model, or the address, the digits or a file's name are not as
     *     above
     */
    public PublishedWeights {
        Catalogue.named(model);
        boolean web = "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        if (!web
                || url.getHost() == null
                || url.getPort() > 65_535
                || !FILE_NAME.matcher(fileName(url)).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no address of a file; write https://HOST/.../FILE".formatted(PublicAddress.of(url)));
        }
        if (url.getUserInfo() != null) {
            throw new IllegalArgumentException(
                    "the address of %s holds a name or password, which messages would show; leave it out"
                            .formatted(fileName(url)));
        }
        if (!DIGITS.matcher(sha256).matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no start of a SHA-256; write 8 to 64 digits, 0-9 and a-f".formatted(sha256));
        }
        formerFiles = List.copyOf(formerFiles);
        for (String file : formerFiles) {
            if (!FILE_NAME.matcher(file).matches()
                    || !DIGITS_IN_NAME.matcher(file).find()) {
                throw new IllegalArgumentException(
                        "'%s' does not end like resnet50-19c8e357.pth, with digits of its SHA-256".formatted(file));
            }
        }
    }

    /** How it is asked for: {@code resnet50:IMAGENET1K_V2}. */
    public String id() {
        return model + ":" + name;
    }

    /** The name of the file, the last part of its address. */
    public String file() {
        return fileName(url);
    }

    /**
     * The name of the file in a cache, where those of several registries meet: {@link #file}, and digits of its SHA-256
     * before the dot where it has none, as torch.hub has them ({@code ours-1a2b3c4d.pth}).
     */
    String cachedFile() {
        String file = file();
        Matcher digits = DIGITS_IN_NAME.matcher(file);
        if (digits.find() && (digits.group(1).startsWith(sha256) || sha256.startsWith(digits.group(1)))) {
            return file;
        }
        int dot = file.lastIndexOf('.') < 0 ? file.length() : file.lastIndexOf('.');
        return "%s-%s%s".formatted(file.substring(0, dot), sha256.substring(0, DIGITS_IN_CACHE), file.substring(dot));
    }

    /** The network, with as many outputs as there are labels. */
    public ResNetSpec spec() {
        return Catalogue.named(model).withClasses(labels.size());
    }

    /** How the SHA-256 of a file of that name begins; empty when these weights were never published or kept under it. */
    public Optional<String> sha256Of(String fileName) {
        if (fileName.equals(file()) || fileName.equals(cachedFile())) {
            return Optional.of(sha256);
        }
        if (!formerFiles.contains(fileName)) {
            return Optional.empty();
        }
        Matcher digits = DIGITS_IN_NAME.matcher(fileName);
        return digits.find() ? Optional.of(digits.group(1)) : Optional.empty();
    }

    private static String fileName(URI url) {
        String path = url.getPath() == null ? "" : url.getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
