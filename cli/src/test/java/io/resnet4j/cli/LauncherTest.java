package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The script at the root of a checkout, in a folder of its own, with a Maven and a Java that only say what they are asked. */
class LauncherTest {
    private static final String MAVEN = """
            #!/bin/sh
            echo "$*" >>"$CHECKOUT/builds"
            mkdir "$CHECKOUT/at-work" || exit 1
            sleep 0.4
            rmdir "$CHECKOUT/at-work"
            [ ! -e "$CHECKOUT/broken" ] || exit 1
            mkdir -p "$CHECKOUT/cli/target"
            touch -t 202001010000 "$CHECKOUT/cli/target/resnet4j.jar"
            """;
    private static final String JAVA = "#!/bin/sh\necho \"$*\"\n";

    @TempDir
    private Path folder;

    private Path checkout;

    private record Answer(int exitCode, String out) {}

    @BeforeEach
    void makeACheckout() throws IOException {
        checkout = Files.createDirectories(folder.resolve("a check out"));
        Files.createDirectories(checkout.resolve("cli/src/main"));
        Files.writeString(checkout.resolve("pom.xml"), "");
        Files.writeString(checkout.resolve("cli/pom.xml"), "");
        Files.copy(Path.of("..", "resnet4j"), checkout.resolve("resnet4j"));
        program("bin/mvn", MAVEN);
        program("jdk/bin/java", JAVA);
    }

    @Test
    void itBuildsOnceAndThenRuns() throws Exception {
        for (int i = 0; i < 2; i++) {
            Answer answer = start("classify", "my photo.jpg").get();
            assertEquals(0, answer.exitCode(), answer.out());
            assertTrue(answer.out().strip().endsWith("cli/target/resnet4j.jar classify my photo.jpg"), answer.out());
            assertEquals(i == 0, answer.out().contains("resnet4j: building, once"), answer.out());
        }
        assertEquals(1, builds().size());
        assertTrue(builds().get(0).contains("-Dmaven.test.skip"), "tests are not compiled to classify a photo");
    }

    /** A Java that lists its verb and a class that all of them take, and makes an archive of any list. */
    @Test
    void theArchiveOfClassesHasThoseOfClassifyAndTrainAndIsMadeOnce() throws Exception {
        Path lib = Files.createDirectories(checkout.resolve("cli/target/lib"));
        Files.setLastModifiedTime(Files.writeString(lib.resolve("a.jar"), ""), FileTime.fromMillis(0));
        Files.writeString(folder.resolve("jdk/release"), "JAVA_RUNTIME_VERSION=\"17.0.1+1\"\n");
        program("jdk/bin/java", """
                #!/bin/sh
                echo "$*"
                for word; do
                    case $word in
                        -XX:DumpLoadedClassList=*) printf 'all\\n%s\\n' "${*#*resnet4j.jar }" >"${word#*=}" ;;
                        -XX:SharedClassListFile=*) list=${word#*=} ;;
                        -XX:SharedArchiveFile=*) [ -z "${list:-}" ] || cp "$list" "${word#*=}" ;;
                    esac
                done
                """);
        for (int i = 0; i < 2; i++) {
            Answer answer = start("--version").get();
            assertEquals(0, answer.exitCode(), answer.out());
            assertTrue(answer.out().contains("-XX:SharedArchiveFile="), answer.out());
        }
        Path archive;
        try (Stream<Path> files = Files.walk(checkout.resolve("cli/target/cds"))) {
            List<Path> made = files.filter(Files::isRegularFile).toList();
            assertEquals(1, made.size(), made::toString);
            archive = made.get(0);
        }
        List<String> classes = Files.readAllLines(archive);
        assertEquals(3, classes.size(), classes::toString);
        assertEquals("all", classes.get(0));
        assertTrue(classes.get(1).startsWith("classify "), classes::toString);
        assertTrue(classes.get(2).startsWith("train "), classes::toString);
    }

    @Test
    void twoAtOnceBuildOnce() throws Exception {
        List<Running> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(start("--version"));
        }
        for (Running running : all) {
            Answer answer = running.get();
            assertEquals(0, answer.exitCode(), answer.out());
        }
        assertEquals(1, builds().size());
        assertFalse(Files.isSymbolicLink(checkout.resolve("cli/target/building")));
    }

    @Test
    void aBuildThatFailedOrWasKilledHoldsNobodyUp() throws Exception {
        Files.writeString(checkout.resolve("broken"), "");
        assertEquals(1, start("--version").get().exitCode());
        Files.delete(checkout.resolve("broken"));
        Process gone = new ProcessBuilder("true").start();
        gone.waitFor();
        Files.createSymbolicLink(checkout.resolve("cli/target/building"), Path.of(Long.toString(gone.pid())));
        Answer answer = start("--version").get();
        assertEquals(0, answer.exitCode(), answer.out());
        assertEquals(2, builds().size());
    }

    @Test
    void aLinkLeadsToTheCheckout() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("r4j"), checkout.resolve("resnet4j"));
        Path linkToLink = Files.createSymbolicLink(folder.resolve("r"), link);
        Answer answer = start(linkToLink, folder.resolve("jdk"), "doctor").get();
        assertEquals(0, answer.exitCode(), answer.out());
        assertTrue(answer.out().contains(checkout + "/cli/target/resnet4j.jar doctor"), answer.out());
    }

    @Test
    void aJavaHomeWithoutJavaIsNamed() throws Exception {
        Path nowhere = folder.resolve("nowhere");
        Answer answer =
                start(checkout.resolve("resnet4j"), nowhere, "--version").get();
        assertEquals(1, answer.exitCode());
        assertEquals(
                "resnet4j: Java 17 or later is needed; JAVA_HOME is %s, in which there is no bin/java; set it right, or unset it"
                        .formatted(nowhere),
                answer.out().strip());
    }

    @ParameterizedTest
    @CsvSource({"C, , , /C.UTF-8/C", ", POSIX, de_DE.UTF-8, /C.UTF-8/de_DE.UTF-8", "fr_FR.UTF-8, C, C, fr_FR.UTF-8/C/C"
    })
    void asciiAloneIsNoLanguage(String all, String kind, String language, String expected) throws Exception {
        program("jdk/bin/java", "#!/bin/sh\necho \"${LC_ALL:-}/${LC_CTYPE:-}/${LANG:-}\"\n");
        Map<String, String> locale = new HashMap<>();
        locale.put("LC_ALL", all);
        locale.put("LC_CTYPE", kind);
        locale.put("LANG", language == null ? "C" : language);
        Answer answer = start(checkout.resolve("resnet4j"), folder.resolve("jdk"), locale)
                .get();
        assertTrue(answer.out().strip().endsWith(expected), answer.out());
    }

    private Running start(String... arguments) throws IOException {
        return start(checkout.resolve("resnet4j"), folder.resolve("jdk"), arguments);
    }

    private Running start(Path launcher, Path javaHome, String... arguments) throws IOException {
        return start(launcher, javaHome, Map.of(), arguments);
    }

    /** With variables of the environment; null unsets one. */
    private Running start(Path launcher, Path javaHome, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", javaHome.toString());
        builder.environment().put("CHECKOUT", checkout.toString());
        builder.environment().merge("PATH", folder.resolve("bin").toString(), (old, mine) -> mine + ":" + old);
        environment.forEach((name, value) -> builder.environment().compute(name, (key, old) -> value));
        Path out = Files.createTempFile(folder, "out", ".txt");
        return new Running(builder.redirectOutput(out.toFile()).start(), out);
    }

    /** A launcher that may take its time, and is ended when it takes too much. */
    private record Running(Process process, Path out) {
        Answer get() throws Exception {
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly();
            assertTrue(ended, "it is still running");
            return new Answer(process.exitValue(), Files.readString(out));
        }
    }

    private List<String> builds() throws IOException {
        return Files.readAllLines(checkout.resolve("builds"));
    }

    private void program(String path, String script) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
