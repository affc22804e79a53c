package io.resnet4j.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.NodeList;

/** What is published is said in several places, which have to agree: the modules' POMs, the BOM, the README. */
class PublishingTest {
    private static final Path ROOT = Path.of("..");

    /** The texts that a path leads to in a module's POM; {@code .} is the parent's. */
    private static List<String> texts(String module, String path) throws Exception {
        NodeList nodes = (NodeList) XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                        path,
                        DocumentBuilderFactory.newInstance()
                                .newDocumentBuilder()
                                .parse(ROOT.resolve(module).resolve("pom.xml").toFile()),
                        XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> nodes.item(i).getTextContent().strip())
                .toList();
    }

    @Test
    void theBomNamesAllThatIsPublished() throws Exception {
        Set<String> published = new TreeSet<>();
        for (String module : texts(".", "/project/modules/module")) {
            if (!module.equals("bom") && texts(module, "//maven.deploy.skip").isEmpty()) {
                published.addAll(texts(module, "/project/artifactId"));
            }
        }
        List<String> named = texts("bom", "//dependencyManagement//artifactId");
        assertEquals(published, new TreeSet<>(named));
        assertEquals(published.size(), named.size(), "named once each");
        assertEquals(7, published.size(), published::toString);
    }

    @Test
    void theDocsNameAllThatIsPublishedAndWhatIsNot() throws Exception {
        String docs = Files.readString(ROOT.resolve("docs/publishing.md")).replaceAll("\\s+", " ");
        String published = docs.replaceAll(".*makes beside each jar of (.*?) its sources.*", "$1");
        String others = docs.replaceAll(".*`cyclonedx`\\)\\. (.*?) are not published.*", "$1");
        for (String module : texts(".", "/project/modules/module")) {
            boolean isPublished = texts(module, "//maven.deploy.skip").isEmpty();
            String names = isPublished ? published : others;
            assertTrue(
                    module.equals("bom") || names.contains("`%s`".formatted(module)), module + " is not in " + names);
        }
    }

    @Test
    void allHaveOneVersion() throws Exception {
        Set<String> versions = new HashSet<>(texts(".", "/project/version"));
        versions.addAll(texts("bom", "/project/version"));
        for (String module : texts(".", "/project/modules/module")) {
            versions.addAll(texts(module, "/project/parent/version"));
        }
        assertEquals(1, versions.size(), versions::toString);
    }

    /** The BOM cannot inherit these from the parent. */
    @Test
    void theBomIsBuiltByTheSamePlugins() throws Exception {
        List<String> plugins = texts("bom", "//plugin/artifactId");
        for (String plugin : plugins) {
            String version = "//plugin[artifactId='%s']/version".formatted(plugin);
            assertEquals(texts(".", version), texts("bom", version), plugin);
        }
        assertEquals(4, plugins.size());
    }

    @Test
    void jarsHaveModuleNamesOfTheirOwn() throws Exception {
        assertEquals(List.of("${module.name}"), texts(".", "//Automatic-Module-Name"));
        Set<String> names = new HashSet<>();
        List<String> modules = texts(".", "/project/modules/module");
        for (String module : modules) {
            names.addAll(texts(module, "//module.name"));
        }
        assertEquals(modules.size() - 1, names.size(), "all but the BOM: " + names);
    }

    @ParameterizedTest
    @ValueSource(strings = {"javacpp", "dnnl", "opencl", "leptonica", "pytorch", "openblas"})
    void theReadmeNamesTheNativesForGradle(String natives) throws Exception {
        String version = texts(".", "//%s.version".formatted(natives))
                .get(0)
                .replace("${javacpp.version}", texts(".", "//javacpp.version").get(0));
        assertReadmeSays("\"org.bytedeco:%s:%s:$platform\"".formatted(natives, version));
    }

    @Test
    void theReadmeNamesTheVersion() throws Exception {
        String version = texts(".", "/project/version").get(0);
        assertReadmeSays("<version>%s</version>".formatted(version));
        assertReadmeSays("io.resnet4j:resnet4j-bom:%s\"".formatted(version));
    }

    private static void assertReadmeSays(String text) throws Exception {
        assertTrue(Files.readString(ROOT.resolve("README.md")).contains(text), "README.md does not say " + text);
    }
}
