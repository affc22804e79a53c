package io.resnet4j.image;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.image.HostileImage.Demand;
import io.resnet4j.image.HostileImage.Pixels;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every file that {@code golden/make_hostile_images.py} makes ends in an error that names it or in Pillow's pixels, soon
 * and in little memory. The last tests plant a bad decoder for each thing that the harness looks at.
 */
class HostileImagesTest {
    private static final int MOST_FUZZED = 16 << 10;
    private static final String PLANTED = "planted.png";

    @Test
    void everyFileEndsInATypedErrorOrInPillowsPixels() throws Exception {
        List<HostileImage> corpus = HostileImage.corpus();
        assertTrue(corpus.size() > 2500, corpus.size() + " files");
        assertAllIsWell(new PillowDecoder(ImageHarness.MOST_PIXELS), corpus);
    }

    /** Images that the heap of the tests cannot hold among them; with {@code -Dheap=2g} they are decoded. */
    @Test
    void soItDoesByTheDefaultLimit() throws Exception {
        List<HostileImage> corpus =
                HostileImage.corpus().stream().map(HostileImage::byDefault).toList();
        assertAllIsWell(new PillowDecoder(), corpus);
        List<String> decoded = corpus.stream()
                .filter(file -> file.large().isPresent() && isDecoded(file))
                .map(HostileImage::name)
                .toList();
        assertTrue(decoded.size() > 5, "of the large images only " + decoded);
    }

    private static boolean isDecoded(HostileImage file) {
        try {
            return new PillowDecoder().decode(file.content(), file.name()).width() > 0;
        } catch (ImageException e) {
            return false;
        }
    }

    private static void assertAllIsWell(PillowDecoder decoder, List<HostileImage> corpus) throws Exception {
        Map<String, List<String>> wrong = new TreeMap<>();
        try (ImageHarness harness = new ImageHarness()) {
            for (HostileImage file : corpus) {
                List<String> found = harness.judge(decoder, file);
                if (!found.isEmpty()) {
                    wrong.put(file.name(), found);
                }
            }
        }
        assertEquals(
                Map.of(),
                wrong,
                () -> wrong.size() + " files:\n"
                        + String.join(
                                "\n",
                                wrong.entrySet().stream().map(Object::toString).toList()));
    }

    /** EXIF is read too then, of files that are images and of those that only begin like some. */
    @Test
    void turnedUprightEveryFileIsAnImageOrATypedError() throws Exception {
        PillowDecoder turning = new PillowDecoder(ImageHarness.MOST_PIXELS).withExifOrientation();
        int turned = 0;
        for (HostileImage file : HostileImage.corpus()) {
            try {
                turned += turning.decode(file.content(), file.name()).width() > 0 ? 1 : 0;
            } catch (ImageException e) {
                assertTrue(e.getMessage().startsWith(file.name() + ": "), e.getMessage());
            }
        }
        assertTrue(turned > 500, turned + " were read");
    }

    /** What the fuzzer starts from, as it stands in memory. */
    @Test
    void noFuzzTargetIsUpsetByAFile() throws Exception {
        for (HostileImage file : HostileImage.corpus()) {
            if (file.content().length > MOST_FUZZED) {
                continue; // decoded above; a fuzzer makes none as large
            }
            for (ImageFuzzTargets.Target target : ImageFuzzTargets.ALL) {
                assertDoesNotThrow(() -> target.feed(file.content()), file.name());
            }
        }
    }

    @Test
    void theHarnessSeesOtherPixels() throws Exception {
        Image pillows = new Image(2, 1, new byte[] {1, 2, 3, 4, 5, 6});
        HostileImage readable = planted(Optional.of(pixels(pillows)), Demand.MAY);
        assertEquals(List.of(), judged((file, name) -> pillows, readable));
        caught("pixels", (file, name) -> new Image(2, 1, new byte[] {1, 2, 3, 4, 5, 7}), readable);
        caught("pixels", (file, name) -> new Image(1, 2, pillows.rgb()), readable);
    }

    @Test
    void theHarnessSeesAnotherEnding() throws Exception {
        Image pillows = new Image(1, 1, new byte[3]);
        caught("ending", (file, name) -> pillows, planted(Optional.empty(), Demand.MAY));
        caught("ending", (file, name) -> pillows, planted(Optional.empty(), Demand.BOMB));
        caught("ending", HostileImagesTest::refuse, planted(Optional.of(pixels(pillows)), Demand.MUST));
        assertEquals(List.of(), judged(HostileImagesTest::refuse, planted(Optional.of(pixels(pillows)), Demand.MAY)));
    }

    @Test
    void theHarnessSeesAnotherException() throws Exception {
        caught("exception", (file, name) -> {
            throw new ArrayIndexOutOfBoundsException(name);
        });
        caught("exception", (file, name) -> {
            throw new OutOfMemoryError();
        });
        caught("exception", (file, name) -> recurse(1));
        caught("exception", (file, name) -> null);
    }

    @Test
    void theHarnessSeesAMessageThatDoesNotSayWhat() throws Exception {
        caught("message", (file, name) -> {
            throw new ImageException("another.png", "evil");
        });
        caught("message", (file, name) -> {
            throw new ImageException(name, "wrong");
        });
    }

    @Test
    void theHarnessSeesMemoryThatAHeaderClaims() throws Exception {
        HostileImage bomb = planted(Optional.empty(), Demand.BOMB);
        HostileImage other = planted(Optional.empty(), Demand.MAY);
        caught("memory", (file, name) -> refuse(new byte[17 << 20], name), bomb);
        caught("memory", (file, name) -> refuse(new byte[65 << 20], name), other);
        assertEquals(List.of(), judged((file, name) -> refuse(new byte[17 << 20], name), other));
        Image small = new Image(1, 1, new byte[3]);
        caught(
                "memory",
                (file, name) -> new byte[65 << 20].length > 0 ? small : null,
                planted(Optional.of(pixels(small)), Demand.MAY));
    }

    @Test
    void theHarnessSeesTime() throws Exception {
        HostileImage bomb = planted(Optional.empty(), Demand.BOMB);
        HostileImage other = planted(Optional.empty(), Demand.MAY);
        caught("time", (file, name) -> refuseAfter(ImageHarness.LONGEST_OF_A_BOMB.toMillis() + 10, name), bomb);
        caught("time", (file, name) -> refuseAfter(ImageHarness.LONGEST.toMillis() + 10, name), other);
    }

    private static Image refuseAfter(long millis, String name) throws ImageException {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long end = threads.getCurrentThreadCpuTime() + millis * 1_000_000;
        while (threads.getCurrentThreadCpuTime() < end) {
            Thread.onSpinWait();
        }
        return refuse(new byte[0], name);
    }

    private static Image refuse(byte[] allocated, String name) throws ImageException {
        throw new ImageException(name, "evil: %d bytes".formatted(allocated.length));
    }

    private static Image recurse(long depth) {
        return depth < 0 ? null : recurse(depth + 1);
    }

    private static Pixels pixels(Image image) {
        return new Pixels(image.width() + "x" + image.height(), ImageHarness.sha256(image.rgb()));
    }

    private static HostileImage planted(Optional<Pixels> pillows, Demand demand) {
        return new HostileImage(PLANTED, new byte[100], pillows, demand, List.of("evil"), Optional.empty());
    }

    private static void caught(String what, ImageDecoder decoder) throws Exception {
        caught(what, decoder, planted(Optional.empty(), Demand.MAY));
    }

    /** Whatever else is well, {@code what} is the one thing found. */
    private static void caught(String what, ImageDecoder decoder, HostileImage file) throws Exception {
        List<String> found = judged(decoder, file);
        assertEquals(1, found.size(), found::toString);
        assertTrue(found.get(0).startsWith(what + ": "), found::toString);
    }

    private static List<String> judged(ImageDecoder decoder, HostileImage file) throws Exception {
        try (ImageHarness harness = new ImageHarness()) {
            return harness.judge(decoder, file);
        }
    }
}
