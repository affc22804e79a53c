package io.resnet4j.vision;

import static io.resnet4j.io.Malformed.assertMalformed;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.resnet4j.io.PickleForge;
import io.resnet4j.io.PositionalFile;
import io.resnet4j.vision.RawImages.Batch;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Pickles that no published file is like; {@code CifarTest} has good ones. */
class NumpyBytesTest {
    private static final CifarLayout LAYOUT =
            new CifarLayout.Python("none", "cifar-10-batches-py", "batches.meta", "label_names", "labels", 10);

    private static final byte[] IMAGE = new byte[3072];

    @Test
    void theForgeMakesWhatIsRead() throws Exception {
        Batch batch = read(file(array(1, 3072, "u1", IMAGE), labels(7)));
        assertEquals(7, batch.labels()[0]);
        assertEquals("test_batch/0", batch.paths().get(0));
    }

    @Test
    void anotherGlobalIsNamedAndNotRun() {
        for (String global :
                new String[] {"os.system", "numpy.load", "numpy.core.multiarray.fromfile", "builtins.eval"}) {
            int dot = global.lastIndexOf('.');
            PickleForge evil = new PickleForge()
                    .global(global.substring(0, dot), global.substring(dot + 1))
                    .text("touch resnet4j-hostile-trace")
                    .raw(0x85)
                    .ops("R");
            refused(evil.bytes(), "refers to " + global, "is not run", "take the file as it was published");
        }
        refused(new PickleForge().text("key").ops("Q").bytes(), "names an object that it does not hold");
        refused(new PickleForge().ops("}}b").bytes(), "gives attributes to something that has none");
        refused(new PickleForge().global("numpy", "ndarray").ops(")R").bytes(), "as a function");
    }

    @Test
    void arraysThatLieAreRefused() {
        refused(file(array(2, 3072, "u1", IMAGE), labels(7)), "the shape [2, 3072], expected 1 labelled images");
        refused(file(array(1, 3072, "u1", IMAGE), labels(7, 7)), "expected 2 labelled images of 3072");
        refused(
                file(array(1, 3072, "u1", new byte[3000]), labels(7)),
                "the array has 3000 bytes and the shape [1, 3072]");
        refused(file(array(3072, 1, "u1", IMAGE), labels(7)), "the shape [3072, 1]");
        refused(file(array(1, 3072, "f8", IMAGE), labels(7)), "holds an array of other numbers than bytes");
        refused(file(array(1, 3072, "u1", new byte[10]), labels(7)), "the array is not one of bytes");
        refused(file(reconstruct(new PickleForge()), labels(7)), "the array is not one of bytes");
        refused(file(text("no array"), labels(7)), "there is no array of images in it");
        PickleForge twice = array(1, 3072, "u1", IMAGE).ops("(").ops("tb");
        refused(file(twice, labels(7)), "gives attributes to something that has none");
    }

    @Test
    void labelsThatLieAreRefused() {
        refused(file(array(1, 3072, "u1", IMAGE), labels(10)), "image 0 has the label 10, expected 0 to 9");
        refused(file(array(1, 3072, "u1", IMAGE), labels(-1)), "image 0 has the label -1, expected 0 to 9");
        refused(file(array(1, 3072, "u1", IMAGE), labels()), "there is no list \"labels\" in it");
        refused(file(array(1, 3072, "u1", IMAGE), text("cat")), "there is no list \"labels\" in it");
        PickleForge words = new PickleForge().ops("](").text("cat").ops("e");
        refused(file(array(1, 3072, "u1", IMAGE), words), "the label of image 0 is no number");
    }

    @Test
    void whatIsNoDictionaryOrCutIsRefused() {
        refused(new PickleForge().number(1).bytes(), "the pickle holds no dictionary");
        refused("{}".getBytes(StandardCharsets.US_ASCII), "there is no pickle here");
        byte[] good = file(array(1, 3072, "u1", IMAGE), labels(7));
        for (int length = 0; length < good.length; length += 7) {
            refused(Arrays.copyOf(good, length), "truncated");
        }
        byte[] claims = new PickleForge().ops("T").i32(-1).bytes();
        refused(claims, "4294967295 bytes are expected");
    }

    @Test
    void namesThatLieAreRefused() {
        byte[] two = new PickleForge()
                .ops("}")
                .text("label_names")
                .ops("](")
                .text("a")
                .text("b")
                .ops("es")
                .bytes();
        assertMalformed(() -> LAYOUT.names(PositionalFile.of("meta", two)), "meta: 2 classes are named, expected 10");
        byte[] number =
                new PickleForge().ops("}").text("label_names").ops("]K\1as").bytes();
        assertMalformed(() -> LAYOUT.names(PositionalFile.of("meta", number)), "a class has a name that is no text");
    }

    private static PickleForge reconstruct(PickleForge forge) {
        return forge.global("numpy.core.multiarray", "_reconstruct")
                .global("numpy", "ndarray")
                .ops("K\0\u0085U\1b\u0087R");
    }

    private static PickleForge array(int rows, int columns, String type, byte[] data) {
        PickleForge forge = reconstruct(new PickleForge()).ops("(K\1");
        forge.number(rows)
                .number(columns)
                .ops("\u0086")
                .global("numpy", "dtype")
                .text(type);
        forge.ops("K\0K\1\u0087R").raw(0x89);
        return data.length < 256
                ? forge.raw('U', data.length).raw(data).ops("tb")
                : forge.ops("T").i32(data.length).raw(data).ops("tb");
    }

    private static PickleForge labels(int... labels) {
        PickleForge forge = new PickleForge().ops("](");
        for (int label : labels) {
            forge.number(label);
        }
        return forge.ops("e");
    }

    private static PickleForge text(String text) {
        return new PickleForge().text(text);
    }

    /** A dictionary of both, whose own first and last instructions are left out. */
    private static byte[] file(PickleForge data, PickleForge labels) {
        return new PickleForge()
                .ops("}(")
                .text("data")
                .raw(body(data))
                .text("labels")
                .raw(body(labels))
                .ops("u")
                .bytes();
    }

    private static byte[] body(PickleForge forge) {
        byte[] bytes = forge.bytes();
        return Arrays.copyOfRange(bytes, 2, bytes.length - 1);
    }

    private static Batch read(byte[] pickle) throws IOException {
        return LAYOUT.images("test_batch", PositionalFile.of("batch", pickle), 2);
    }

    private static void refused(byte[] pickle, String... problems) {
        assertMalformed(() -> read(pickle), problems);
        assertMalformed(() -> read(pickle), "batch: ");
    }
}
