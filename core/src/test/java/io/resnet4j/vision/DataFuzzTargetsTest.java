package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** What {@code fuzz/run} starts from, and what a few seconds make of it. */
class DataFuzzTargetsTest {
    private static final int MUTATIONS = 150;

    @Test
    void damagedArchivesAreRefusedOrRead() throws IOException {
        Random random = new Random(6);
        for (byte[] seed : seeds()) {
            for (int i = 0; i < MUTATIONS; i++) {
                byte[] file = i == 0 ? seed : damaged(seed, random);
                for (DataFuzzTargets.Target target : DataFuzzTargets.ALL) {
                    assertDoesNotThrow(() -> target.feed(file));
                }
            }
        }
    }

    /** A finding is one that a target lets through. */
    @Test
    void anotherExceptionIsNoRefusal() {
        assertThrows(NullPointerException.class, () -> DataFuzzTargets.CifarFile.fuzzerTestOneInput(null));
    }

    private static List<byte[]> seeds() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of("cifar-10-binary", "cifar-10-python", "cifar-100-binary", "cifar-100-python")) {
            byte[] packed = resource(name + ".tar.gz");
            seeds.add(packed);
            seeds.add(new GZIPInputStream(new ByteArrayInputStream(packed)).readAllBytes());
        }
        seeds.add(resource("gnu.tar"));
        seeds.add(resource("pax.tar"));
        return seeds;
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream in = DataFuzzTargetsTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    /** Some bits flipped, most of them near the start of a block, where headers are; now and then cut as well. */
    private static byte[] damaged(byte[] sound, Random random) {
        byte[] file = random.nextInt(4) == 0 ? Arrays.copyOf(sound, random.nextInt(sound.length)) : sound.clone();
        for (int i = random.nextInt(4); i >= 0 && file.length > 0; i--) {
            int at = random.nextInt(file.length);
            int place = random.nextBoolean() ? at : Math.min(file.length - 1, at / 512 * 512 + at % 170);
            file[place] ^= (byte) (1 << random.nextInt(8));
        }
        return file;
    }
}
