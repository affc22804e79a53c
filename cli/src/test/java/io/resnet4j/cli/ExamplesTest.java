package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Java that the README and the Javadoc show compiles as it stands: what is shown is the body of a method, behind the
 * imports that it needs. In Javadoc such an example is a {@code <pre class="java">}; any other {@code <pre>} is no Java.
 */
class ExamplesTest {
    private static final Pattern README = Pattern.compile("(?ms)^```java\\n(.*?)^```$");
    private static final Pattern JAVADOC = Pattern.compile("(?s)<pre class=\"java\">\\{@code\\n(.*?)\\n[ *]*}</pre>");

    private static final Path ROOT = Path.of("..");

    @TempDir
    private Path classes;

    private record Example(Path file, String code) {}

    @Test
    void examplesCompile() throws IOException {
        List<Example> examples = new ArrayList<>(in(ROOT.resolve("README.md"), README));
        for (String module : List.of("core", "image", "onednn", "training", "cli")) {
            try (Stream<Path> sources = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    examples.addAll(in(source, JAVADOC));
                }
            }
        }
        Stream.of("README.md", "Classifier.java")
                .forEach(name -> assertTrue(
                        examples.stream().anyMatch(example -> example.file().endsWith(name)), name + " has none"));
        examples.forEach(
                example -> assertEquals("", complaints(example.code()), () -> example.file() + " does not compile"));
    }

    @Test
    void anExampleThatDoesNotCompileIsCaught() {
        assertEquals("", complaints("int sum = 1 + 1;"));
        assertEquals("", complaints("import java.util.List;\n\nList<Integer> one = List.of(1);"));
        assertFalse(complaints("List<Integer> one = List.of(1);").isEmpty());
        assertFalse(complaints("int sum = \"two\";").isEmpty());
    }

    private static List<Example> in(Path file, Pattern pattern) throws IOException {
        Matcher blocks = pattern.matcher(Files.readString(file));
        return blocks.results()
                .map(block -> block.group(1).replaceAll("(?m)^ +\\* ?", ""))
                .map(code -> new Example(file, code))
                .toList();
    }

    /** What the compiler has to say; nothing where it has nothing. */
    private String complaints(String code) {
        String imports = lines(code, true);
        String source = "%s%npublic class Example {%n void run() throws Exception {%n%s%n }%n}"
                .formatted(imports, lines(code, false));
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        List<String> options = List.of(
                "-d",
                classes.toString(),
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-Xlint:deprecation");
        compiler.getTask(complaints, null, null, options, null, List.of(file(source)))
                .call();
        return complaints.toString();
    }

    private static String lines(String code, boolean imports) {
        return code.lines()
                .filter(line -> line.startsWith("import ") == imports)
                .collect(Collectors.joining(System.lineSeparator()));
    }

    private static JavaFileObject file(String source) {
        return new SimpleJavaFileObject(URI.create("string:///Example.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return source;
            }
        };
    }
}
