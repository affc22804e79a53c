package io.resnet4j.testkit;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Shape;
import io.resnet4j.model.Summary;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Totals of our summaries against what papers and other libraries publish: {@code golden/networks/published.tsv}. */
class PublishedCountsTest {
    private static final String UNKNOWN = "-";
    private static final int MILLION = 6;
    private static final int BILLION = 9;

    /** A row of the table. A count is exact or rounded to millions, multiply-adds are in billions. */
    record Published(String name, String parameters, String gmacs, String source) {
        static Published of(List<String> row) {
            assertEquals(4, row.size(), row::toString);
            return new Published(row.get(0), row.get(1), row.get(2), row.get(3));
        }
    }

    static Stream<Published> published() {
        return Goldens.table("networks/published.tsv").stream()
                .filter(row -> !row.get(0).startsWith("#"))
                .map(Published::of);
    }

    static Stream<Published> torchvisions() {
        return published().filter(row -> row.source().startsWith("torchvision, "));
    }

    @ParameterizedTest
    @MethodSource("published")
    void totalsAreThePublishedOnes(Published row) {
        assertFalse(row.parameters().equals(UNKNOWN) && row.gmacs().equals(UNKNOWN), () -> row + " says nothing of it");
        assertFalse(row.source().isBlank(), () -> row + " has no source");
        Summary ours = summary(row.name());
        assertAll(
                () -> assertParameters(row.parameters(), ours.parameters()),
                () -> assertGmacs(row.gmacs(), ours.multiplyAdds()));
    }

    /** It prints three decimals, and leaves zeros at the end out. */
    @ParameterizedTest
    @MethodSource("torchvisions")
    void gigaflopsAreTorchvisionsToItsThreeDecimals(Published row) {
        BigDecimal theirs = new BigDecimal(row.gmacs()).setScale(3);
        assertEquals(theirs, rounded(summary(row.name()).multiplyAdds(), BILLION, 3));
    }

    @Test
    void theTableHasEachOnceAndAllOfTorchvisions() {
        List<String> names = published().map(Published::name).toList();
        assertEquals(names.stream().distinct().toList(), names);
        assertEquals(
                Catalogue.all().stream().map(ResNetSpec::name).limit(10).toList(),
                torchvisions().map(Published::name).toList());
    }

    private static void assertParameters(String published, long ours) {
        if (published.endsWith("M")) {
            BigDecimal millions = new BigDecimal(published.substring(0, published.length() - 1));
            assertTrue(millions.scale() > 0, published);
            assertEquals(millions, rounded(ours, MILLION, millions.scale()));
        } else if (!published.equals(UNKNOWN)) {
            assertEquals(Long.parseLong(published), ours);
        }
    }

    private static void assertGmacs(String published, long ours) {
        if (!published.equals(UNKNOWN)) {
            BigDecimal billions = new BigDecimal(published);
            assertTrue(billions.scale() > 0, published);
            assertEquals(billions, rounded(ours, BILLION, billions.scale()));
        }
    }

    /** {@code count} / 10^{@code unit} to that many decimals. */
    private static BigDecimal rounded(long count, int unit, int decimals) {
        return BigDecimal.valueOf(count, unit).setScale(decimals, RoundingMode.HALF_UP);
    }

    private static Summary summary(String name) {
        ResNetSpec spec = Catalogue.named(name);
        int side = spec.task().imageSize();
        return Summary.of(spec.network(), Shape.of(spec.channels(), side, side));
    }
}
