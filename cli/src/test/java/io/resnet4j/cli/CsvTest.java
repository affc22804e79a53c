package io.resnet4j.cli;

import static io.resnet4j.cli.CommandHere.run;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.cli.CommandProcess.Answer;
import io.resnet4j.model.Catalogue;
import io.resnet4j.weights.Registry;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code --format csv} of the verbs that have it. */
class CsvTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain | plain",
                "~two words~ | ~two words~",
                "a,b | \"a,b\"",
                "say \"x\" | \"say \"\"x\"\"\"",
                "~a\nb~ | ~\"a\nb\"~",
                "~a\rb~ | ~\"a\rb\"~",
                "~~ | ~~",
            })
    void fieldsAreQuotedWhereTheyMustBe(String field, String quoted) throws IOException {
        StringWriter out = new StringWriter();
        new Csv(out).row(field, 7);
        assertEquals(quoted + ",7\n", out.toString());
    }

    private static List<String> lines(String... arguments) {
        Answer answer = run(arguments);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out().lines().toList();
    }

    @Test
    void models() {
        List<String> lines = lines("models", "--format", "csv");
        assertEquals(1 + Catalogue.all().size(), lines.size());
        assertEquals("name,parameters,multiplyAdds,gflops,input,classes,citation,identifier", lines.get(0));
        assertEquals(
                "resnet50,25557032,4089184256,4.089184256,3x224x224,1000,He et al. 2015,arXiv:1512.03385",
                lines.get(3));
        assertTrue(lines.get(lines.size() - 1).endsWith("10,,"), "tiny is in no paper");
    }

    @Test
    void summary() {
        List<String> nodes = lines("summary", "tiny", "--format", "csv");
        assertEquals("node,kind,output,parameters,multiplyAdds,bytes", nodes.get(0));
        assertEquals("conv1,\"conv 3x3, 3 -> 8\",8x32x32,216,221184,32768", nodes.get(1));
        List<String> stages = lines("summary", "tiny", "--stages", "--format", "csv");
        assertEquals("stage,output,parameters,multiplyAdds,bytes", stages.get(0));
        assertEquals("stem,8x32x32,232,221184,98304", stages.get(1));
    }

    @Test
    void dataInfo() throws IOException {
        for (String name : List.of("cat", "dog, or so")) {
            Path target = Files.createDirectories(folder.resolve(name));
            Files.createFile(target.resolve("a.png"));
        }
        assertEquals(
                List.of("index,class,images", "0,cat,1", "1,\"dog, or so\",1"),
                lines("data", "info", "folder:" + folder, "--format", "csv"));
    }

    @Test
    void doctor() {
        List<String> lines = lines("doctor", "--format", "csv");
        assertEquals("what,found,healthy", lines.get(0));
        assertTrue(lines.stream().skip(1).allMatch(line -> line.endsWith(",true")), lines.toString());
    }

    @Test
    void weightsList() {
        List<String> lines = lines("weights", "list", "--format", "csv");
        assertEquals(1 + Registry.builtIn().entries().size(), lines.size());
        assertTrue(
                lines.get(0).startsWith("model,name,default,url,sha256,resize,crop,classes,parameters,"), lines.get(0));
        assertTrue(lines.get(1).startsWith("resnet18,IMAGENET1K_V1,true,https://"), lines.get(1));
        assertTrue(lines.get(1).contains(",256,224,1000,11689512,1.814,69.758,89.078,44.661,"), lines.get(1));
    }

    @Test
    void weightsVerify() throws IOException {
        Path file = Files.writeString(folder.resolve("resnet18-f37072fd.pth"), "cut");
        Answer answer = run("weights", "verify", file.toString(), "--format", "csv");
        assertEquals(1, answer.exitCode());
        List<String> lines = answer.out().lines().toList();
        assertEquals("name,file,result,expected,sha256,error", lines.get(0));
        assertTrue(lines.get(1).startsWith("resnet18:IMAGENET1K_V1,%s,FAILED,f37072fd,".formatted(file)), lines.get(1));
    }

    @Test
    void weightsInspect() throws IOException {
        Path file = folder.resolve("model.safetensors");
        try (InputStream in = EmbeddedModel.class.getResourceAsStream("resnet20-cifar10.safetensors")) {
            Files.copy(in, file);
        }
        List<String> lines = lines("weights", "inspect", file.toString(), "--format", "csv");
        assertEquals("tensor,kind,shape,bytes", lines.get(0));
        assertTrue(lines.contains("conv1.weight,F32,16x3x3x3,1728"), lines.toString());
    }

    @Test
    void downloads() {
        Answer answer = run("data", "download", "cifar10", "--offline", "--dir", folder.toString(), "--format", "csv");
        assertEquals(1, answer.exitCode());
        List<String> lines = answer.out().lines().toList();
        assertEquals("name,file,error", lines.get(0));
        assertTrue(lines.get(1).startsWith("cifar10,%s".formatted(folder)), lines.get(1));
    }

    /** One row, which can stand below that of another model. */
    @Test
    void aValidationIsARow() throws IOException {
        List<String> lines = lines("validate", "digits", "--format", "csv");
        assertEquals("model,data,top1,top5,loss,ece,images,notNumbers,failures,imagesPerSecond", lines.get(0));
        assertTrue(
                lines.get(1)
                        .matches(
                                "resnet20,digits[^,]*,\\d+\\.\\d+,\\d+\\.\\d+,\\d+\\.\\d+,\\d+\\.\\d+,355,0,0,\\d+\\.\\d+"),
                lines.get(1));
        assertEquals(2, lines.size());
    }

    /** What is no number is an empty cell, and a file that cannot be read is told on stderr. */
    @Test
    void aValidationWithFailuresSaysSo() throws IOException {
        for (int i = 0; i < 10; i++) {
            Path one = Files.createDirectories(folder.resolve("data/" + i));
            Files.writeString(one.resolve("bad.png"), "text");
        }
        Answer answer = run("validate", "folder:" + folder.resolve("data"), "--format", "csv");
        assertEquals(1, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains(",,,,,0,0,10,"), answer.out());
        assertEquals(
                10,
                answer.err().lines().filter(line -> line.contains("bad.png")).count(),
                answer.err());
    }
}
