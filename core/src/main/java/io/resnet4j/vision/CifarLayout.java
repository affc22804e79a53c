package io.resnet4j.vision;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Pickle;
import io.resnet4j.io.Pickle.Dict;
import io.resnet4j.io.Pickle.Sequence;
import io.resnet4j.io.PickleInput;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.vision.RawImages.Batch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** One of the two ways in which CIFAR's images are published. An image has 3072 bytes: its red plane, green, blue. */
interface CifarLayout {
    /** What the published archive is called. */
    String archive();

    /** The folder that it unpacks to. */
    String folder();

    /** The file that names the classes. */
    String namesFile();

    /** What a file of images is called, {@code test_batch} in pickles. */
    String imagesFile(String batch);

    /** The names of the classes, as many as there should be. */
    List<String> names(PositionalFile file) throws IOException;

    /**
     * The images in a file, called {@code BATCH/INDEX}.
     *
     * @param most how many there may be
     */
    Batch images(String batch, PositionalFile file, int most) throws IOException;

    /** {@code test_batch/0} and so on. */
    private static List<String> paths(String batch, int count) {
        return IntStream.range(0, count).mapToObj(i -> batch + "/" + i).toList();
    }

    private static void checkCount(long count, int most, PositionalFile file) throws MalformedFileException {
        if (count > most) {
            throw new MalformedFileException(
                    file.name(),
                    "%d images are in it, and with those of other files at most %d were published"
                            .formatted(count, most));
        }
    }

    private static List<String> checked(List<String> names, int count, PositionalFile file)
            throws MalformedFileException {
        if (names.size() != count) {
            throw new MalformedFileException(
                    file.name(), "%d classes are named, expected %d".formatted(names.size(), count));
        }
        return names;
    }

    private static int checked(long label, int classes, int index, PositionalFile file) throws MalformedFileException {
        if (label < 0 || label >= classes) {
            throw new MalformedFileException(
                    file.name(), "image %d has the label %d, expected 0 to %d".formatted(index, label, classes - 1));
        }
        return (int) label;
    }

    /**
     * Files of bytes: for each image its labels, a byte each, and its 3072. How many there are follows from the length.
     *
     * @param classes how many classes each label tells apart, coarse ones first; the last are those that count
     */
    record Binary(String archive, String folder, String namesFile, List<Integer> classes) implements CifarLayout {
        @Override
        public String imagesFile(String batch) {
            return batch + ".bin";
        }

        /** A name a line; an empty line ends the published files. */
        @Override
        public List<String> names(PositionalFile file) throws IOException {
            String text = new String(file.read(0, file.size()).array(), StandardCharsets.ISO_8859_1);
            return checked(text.strip().lines().toList(), classes.get(classes.size() - 1), file);
        }

        @Override
        public Batch images(String batch, PositionalFile file, int most) throws IOException {
            int first = classes.size();
            int record = first + Cifar.FORMAT.length();
            if (file.size() == 0 || file.size() % record != 0) {
                throw new MalformedFileException(
                        file.name(),
                        "%d bytes are no number of images of %d; the file is truncated or another one"
                                .formatted(file.size(), record));
            }
            checkCount(file.size() / record, most, file);
            byte[] bytes = file.read(0, file.size()).array();
            int[] labels = new int[bytes.length / record];
            for (int i = 0; i < labels.length; i++) {
                for (int j = 0; j < first; j++) {
                    labels[i] = checked(Byte.toUnsignedInt(bytes[i * record + j]), classes.get(j), i, file);
                }
            }
            return new Batch(bytes, first, record, paths(batch, labels.length), labels);
        }
    }

    /**
     * Pickles that Python 2 wrote: a dictionary with {@code data}, an array of a row for each image, and the labels.
     *
     * @param namesKey under which the names stand in their file
     * @param labelsKey under which the labels stand beside the images
     */
    record Python(String archive, String folder, String namesFile, String namesKey, String labelsKey, int classes)
            implements CifarLayout {
        @Override
        public String imagesFile(String batch) {
            return batch;
        }

        @Override
        public List<String> names(PositionalFile file) throws IOException {
            List<String> names = new ArrayList<>();
            for (Object name : list(read(file), namesKey, file)) {
                if (!(name instanceof String text)) {
                    throw new MalformedFileException(file.name(), "a class has a name that is no text");
                }
                names.add(text);
            }
            return checked(names, classes, file);
        }

        @Override
        public Batch images(String batch, PositionalFile file, int most) throws IOException {
            Dict content = read(file);
            List<Object> items = list(content, labelsKey, file);
            checkCount(items.size(), most, file);
            int[] labels = new int[items.size()];
            for (int i = 0; i < labels.length; i++) {
                if (!(items.get(i) instanceof Long label)) {
                    throw new MalformedFileException(file.name(), "the label of image %d is no number".formatted(i));
                }
                labels[i] = checked(label, classes, i, file);
            }
            if (!(content.entries().get("data") instanceof NumpyBytes.Array array)) {
                throw new MalformedFileException(file.name(), "there is no array of images in it, \"data\"");
            }
            int length = Cifar.FORMAT.length();
            byte[] data = array.rows(file.name(), labels.length, length);
            return new Batch(data, 0, length, paths(batch, labels.length), labels);
        }

        private static Dict read(PositionalFile file) throws IOException {
            if (!(Pickle.read(PickleInput.whole(file), new NumpyBytes(file.name())) instanceof Dict content)) {
                throw new MalformedFileException(file.name(), "the pickle holds no dictionary");
            }
            return content;
        }

        private static List<Object> list(Dict content, String key, PositionalFile file) throws MalformedFileException {
            if (!(content.entries().get(key) instanceof Sequence sequence)
                    || sequence.items().isEmpty()) {
                throw new MalformedFileException(file.name(), "there is no list \"%s\" in it".formatted(key));
            }
            return sequence.items();
        }
    }
}
