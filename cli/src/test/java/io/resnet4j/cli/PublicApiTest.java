package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.image.PillowDecoder;
import io.resnet4j.libtorch.LibtorchEngine;
import io.resnet4j.model.Network;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.openmp.OpenMp;
import io.resnet4j.training.Training;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What users compile against changes only together with {@code MODULE/api.txt}, where a review sees it. Public, as what it shows of itself must be. */
public class PublicApiTest {
    static Stream<Arguments> modules() {
        return Stream.of(
                Arguments.of("core", Network.class),
                Arguments.of("image", PillowDecoder.class),
                Arguments.of("openmp", OpenMp.class),
                Arguments.of("onednn", OneDnnEngine.class),
                Arguments.of("training", Training.class),
                Arguments.of("training-libtorch", LibtorchEngine.class),
                Arguments.of("cli", Main.class));
    }

    @ParameterizedTest
    @MethodSource("modules")
    void theApiIsTheOneCheckedIn(String module, Class<?> inhabitant) throws IOException {
        List<String> is = PublicApi.ofModuleWith(inhabitant);
        Files.write(Files.createDirectories(Path.of("target", "api")).resolve(module + ".txt"), is);
        List<String> was = Files.readAllLines(Path.of("..", module, "api.txt"));
        assertTrue(
                is.equals(was),
                () -> "the public API of %s has changed:%n%s%n%s%nIf it should: cp cli/target/api/%1$s.txt %1$s/api.txt"
                        .formatted(module, without("- ", was, is), without("+ ", is, was)));
    }

    private static String without(String mark, List<String> lines, List<String> others) {
        return lines.stream()
                .filter(line -> !others.contains(line))
                .map(line -> mark + line)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    /** One of each kind of thing that there is to see, and some that are not to be seen. */
    public abstract static sealed class Sample<T extends Comparable<T>> implements Supplier<List<T>> permits Inner {
        public static final int CONSTANT = 7;
        protected static final String NAME = "seven";
        static final int HIDDEN = 8;

        public T field;

        protected Sample(T field) {
            this.field = field;
        }

        Sample() {}

        protected abstract void subclasses(int[] values, String... names) throws IOException;

        public final Sample<T> itself() {
            return this;
        }

        void hidden() {}

        private void secret() {}
    }

    /** Neither it nor what is in it can be named from elsewhere. */
    static final class Inner extends Sample<String> {
        @Override
        protected void subclasses(int[] values, String... names) {}

        @Override
        public List<String> get() {
            return List.of();
        }
    }

    protected record Pair(int left, String right) {
        public int sum() {
            return left + right.length();
        }
    }

    public enum Colour {
        RED
    }

    @Test
    void allThatCanBeCompiledAgainstIsListed() {
        String sample = "io.resnet4j.cli.PublicApiTest$Sample";
        assertEquals(
                List.of(
                        "public abstract static class %s<T extends Comparable<T>> implements java.util.function.Supplier<java.util.List<T>>"
                                        .formatted(sample)
                                + " permits io.resnet4j.cli.PublicApiTest$Inner",
                        "  protected abstract void subclasses(int[],String...) throws java.io.IOException",
                        "  protected %s(T)".formatted(sample),
                        "  protected static final String NAME = seven",
                        "  public T field",
                        "  public final %s<T> itself()".formatted(sample),
                        "  public static final int CONSTANT = 7"),
                PublicApi.of(Sample.class));
        assertEquals(List.of(), PublicApi.of(Inner.class));
    }

    @Test
    void recordsShowTheOrderOfTheirParts() {
        String pair = "io.resnet4j.cli.PublicApiTest$Pair";
        assertEquals(
                List.of(
                        "protected static final record %s(int left, String right)".formatted(pair),
                        "  protected %s(int,String)".formatted(pair),
                        "  public String right()",
                        "  public int left()",
                        "  public int sum()"),
                PublicApi.of(Pair.class));
    }

    @Test
    void enumsShowTheirConstants() {
        String colour = "io.resnet4j.cli.PublicApiTest$Colour";
        assertEquals(
                List.of("public static final enum " + colour, "  public static final %s RED".formatted(colour)),
                PublicApi.of(Colour.class));
    }
}
