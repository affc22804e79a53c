package io.resnet4j.vision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.vision.DataSet.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class HandwrittenDigitsTest {
    /** Counts and the first image are those of {@code sklearn.datasets.load_digits()}. */
    @Test
    void theHalvesAreScikitLearnsDigits() throws IOException {
        RawImages test = (RawImages) DataSets.open("digits");
        RawImages train = (RawImages) DataSets.open("digits!/train");
        int[] counts = new int[10];
        for (Sample sample : all(test, train)) {
            counts[sample.label()]++;
        }
        assertEquals("[178, 182, 177, 183, 181, 182, 181, 179, 174, 180]", Arrays.toString(counts));
        assertEquals(OptionalInt.of(355), test.published());
        assertEquals(OptionalInt.of(1442), train.published());
        assertEquals(new RawImages.Format(1, 8, 16), train.format());
        int[] row = new int[8];
        for (int x = 0; x < 8; x++) {
            row[x] = train.values(0)[8 + x];
        }
        assertEquals("[0, 0, 13, 15, 10, 15, 5, 0]", Arrays.toString(row));
    }

    /** The SHA-256 of what {@code testkit/golden/digits.py} packs: of all images their digit and their values. */
    @Test
    void everyValueIsScikitLearns() throws Exception {
        RawImages test = (RawImages) DataSets.open("digits");
        RawImages train = (RawImages) DataSets.open("digits!/train");
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (Sample sample : all(test, train)) {
            RawImages half = test.samples().contains(sample) ? test : train;
            digest.update((byte) sample.label());
            digest.update(half.values(half.samples().indexOf(sample)));
        }
        assertEquals(
                "d8121ca7764eccfaef1df6bc4589c6527c58fcbab0cb1b079e79f97f8cb8219a",
                HexFormat.of().formatHex(digest.digest()));
    }

    /** Whoever gives the jar away names the licence of the digits with it. */
    @Test
    void theJarHasTheirLicence() throws IOException {
        assertTrue(isOnThePath("NOTICE", "resnet4j\n", "https://doi.org/10.24432/C50P49", "CC BY 4.0"));
        assertTrue(isOnThePath(
                "LICENSE", Files.readString(Path.of("..", "LICENSE")).replace("\r", "")));
    }

    /** Other jars have files of such names too. */
    private static boolean isOnThePath(String name, String... parts) throws IOException {
        ClassLoader loader = HandwrittenDigits.class.getClassLoader();
        for (URL found : Collections.list(loader.getResources("META-INF/" + name))) {
            try (InputStream in = found.openStream()) {
                String text = new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r", "");
                if (Stream.of(parts).allMatch(text::contains)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void everyFifthOfADigitIsHeldOut() throws IOException {
        DataSet test = DataSets.open("digits!/test");
        List<Sample> all = all((RawImages) test, (RawImages) DataSets.open("digits!/train"));
        int[] seen = new int[10];
        for (Sample sample : all) {
            assertEquals(seen[sample.label()]++ % 5 == 4, test.samples().contains(sample), sample::path);
        }
    }

    @Test
    void imagesAreGreyAndKeepTheirValues() throws IOException {
        RawImages digits = (RawImages) DataSets.open("digits");
        boolean[] seen = new boolean[17];
        for (int i = 0; i < digits.samples().size(); i++) {
            Image image = digits.image(i, null);
            assertEquals(8, image.width());
            for (int j = 0; j < 64; j++) {
                int value = digits.values(i)[j];
                seen[value] = true;
                for (int channel = 0; channel < 3; channel++) {
                    int shown = Byte.toUnsignedInt(image.rgb()[3 * j + channel]);
                    assertEquals(Math.round(value * 255 / 16.0), shown);
                    assertEquals(value, Math.round(shown * 16 / 255.0));
                }
            }
        }
        for (int value = 0; value <= 16; value++) {
            assertTrue(seen[value], value + " is nowhere");
        }
    }

    /** In the order of the original. */
    private static List<Sample> all(RawImages some, RawImages others) {
        return Stream.concat(some.samples().stream(), others.samples().stream())
                .sorted(Comparator.comparing(
                        sample -> Integer.parseInt(sample.path().substring("digits/".length()))))
                .toList();
    }
}
