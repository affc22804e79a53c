package io.resnet4j.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Basic;
import io.resnet4j.model.Block;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Head;
import io.resnet4j.model.Norm;
import io.resnet4j.model.Paper;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Residual;
import io.resnet4j.model.Shortcut;
import io.resnet4j.model.Stem;
import io.resnet4j.testkit.Variants;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Preprocessing;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class SpecOptionsTest {
    private static final String START = "{\"format\":1,\"model\":\"%s\",\"options\":%s,\"classes\":[";

    /** Descriptions are of RGB, as their three means are; options are of any channels. */
    @ParameterizedTest
    @MethodSource("specs")
    void everyNetworkIsReadAsItWasWritten(ResNetSpec spec) throws MalformedFileException {
        ModelDescription description =
                new ModelDescription(spec.withChannels(3), numbers(spec.classes()), Preprocessing.CIFAR10);
        assertEquals(description, ModelDescription.parse("file", description.toJson()));
        Json options = Json.parse("file", "options", options(spec));
        assertEquals(spec, SpecOptions.read(spec.name(), options, spec.classes()));
    }

    static Stream<ResNetSpec> specs() {
        Stream<ResNetSpec> others = Stream.of(
                Catalogue.resnet50().withClasses(5).withHead(new Head.Mlp()),
                Catalogue.resnet18().withStem(new Stem.Cifar(64)).withClasses(100),
                Catalogue.named("resnet20").withChannels(1).withPlanes(32),
                Catalogue.resnet50().withZeroInitResidual(true).withReplaceStrideWithDilation(false, true, true),
                Catalogue.resnet34().withNorm(new Norm.Group()).withDropout(0.1),
                Catalogue.resnet18().named("mine", Paper.NONE),
                Catalogue.cifarResNet(50, new Shortcut.ProjectionAlways("shortcut")),
                Catalogue.wideResNet(22, 8, 0.3));
        Stream<ResNetSpec> variants = Variants.names().stream().map(Variants::named);
        return Stream.of(Catalogue.all().stream(), others, variants).flatMap(specs -> specs);
    }

    @Test
    void whatTheCatalogueSaysIsNotSaidAgain() {
        for (ResNetSpec spec : Catalogue.all()) {
            assertEquals("{}", options(spec), spec.name());
        }
    }

    /** Files are read for years: these texts are the format. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "stem | `{\"stem\":{\"kind\":\"cifar\",\"width\":64}}`",
                "channels | `{\"channels\":1}`",
                "head | `{\"head\":{\"kind\":\"mlp\",\"dropout\":0.3,\"hidden\":512,\"hidden-dropout\":0.2}}`",
                "dropout | `{\"head\":{\"kind\":\"linear\",\"dropout\":0.5}}`",
                "groups | `{\"groups\":32,\"width-per-group\":4}`",
                "norm | `{\"norm\":{\"kind\":\"group\",\"groups\":32}}`",
                "frozen | `{\"norm\":{\"kind\":\"frozen-batch\"}}`",
                "zero | `{\"zero-init-residual\":true}`",
            })
    void onlyWhatDiffersIsWritten(String change, String text) {
        ResNetSpec spec = Catalogue.resnet50();
        ResNetSpec changed =
                switch (change) {
                    case "stem" -> spec.withStem(new Stem.Cifar(64));
                    case "channels" -> spec.withChannels(1);
                    case "head" -> spec.withHead(new Head.Mlp());
                    case "dropout" -> spec.withDropout(0.5);
                    case "groups" -> spec.withGroups(32).withWidthPerGroup(4);
                    case "norm" -> spec.withNorm(new Norm.Group());
                    case "frozen" -> spec.withNorm(new Norm.FrozenBatch());
                    case "zero" -> spec.withZeroInitResidual(true);
                    default -> throw new IllegalArgumentException(change);
                };
        assertEquals(text, options(changed));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "resnet18 | {'kind':'residual','branch':{'kind':'basic'},'shortcut':{'kind':'projection','name':'downsample'}}",
                "resnet50 | {'kind':'residual','branch':{'kind':'bottleneck','expansion':4},'shortcut':{'kind':'projection','name':'downsample'}}",
                "resnet20 | {'kind':'residual','branch':{'kind':'basic'},'shortcut':{'kind':'padding'}}",
                "resnet20_c | {'kind':'residual','branch':{'kind':'basic'},'shortcut':{'kind':'projection-always','name':'shortcut'}}",
                "plain20 | {'kind':'plain','branch':{'kind':'basic'}}",
                "plain_stack_8 | {'kind':'plain','branch':{'kind':'biased-basic'}}",
                "preresnet18 | {'kind':'pre-activation','branch':{'kind':'pre-basic','dropout':0.0}}",
                "preresnet50 | {'kind':'pre-activation','branch':{'kind':'pre-bottleneck','expansion':4}}",
                "se_resnet50 | {'kind':'residual','branch':{'kind':'squeeze-excitation','bias':true,"
                        + "'branch':{'kind':'bottleneck','expansion':4},'reduction':16},'shortcut':{'kind':'projection','name':'downsample'}}",
            })
    void blocksAreWrittenByTheirParts(String model, String block) {
        ResNetSpec spec =
                Catalogue.resnet18().withBlock(Catalogue.named(model).trunk().block());
        String written = options(spec.named("mine", Paper.NONE)).replace('"', '\'');
        String start =
                "{'paper':'none','task':'imagenet_1k','channels':3,'stem':{'kind':'imagenet','width':64},'block':";
        String end = ",'stages':[{'planes':64,'blocks':2,'stride':1,'dilated':false},"
                + "{'planes':128,'blocks':2,'stride':2,'dilated':false},"
                + "{'planes':256,'blocks':2,'stride':2,'dilated':false},"
                + "{'planes':512,'blocks':2,'stride':2,'dilated':false}],'groups':1,'width-per-group':64,"
                + "'norm':{'kind':'batch'},'zero-init-residual':false,'head-name':'fc','head':{'kind':'linear','dropout':0.0}}";
        assertEquals(start + block + end, written);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`{'chanels': 1}` | options has no field 'chanels'",
                "`{'channels': '1'}` | options.channels should be a number, got '1'",
                "`{'channels': 0}` | resnet18's image channels must be at least 1, got 0",
                "`{'stem': 'cifar'}` | options.stem should be an object, got 'cifar'",
                "`{'stem': {'width': 64}}` | options.stem.kind should be a text, got nothing",
                "`{'stem': {'kind': 'vit', 'width': 64}}` | there is no stem 'vit'; there are imagenet, cifar, biased-cifar",
                "`{'stem': {'kind': 'cifar'}}` | options.stem.width should be a number, got nothing",
                "`{'stem': {'kind': 'cifar', 'width': 64, 'bias': true}}` | options.stem has no field 'bias'; it has kind, width",
                "`{'stem': {'kind': 'cifar', 'width': 0}}` | a convolution's output channels must be at least 1, got 0",
                "`{'groups': 2}` | BasicBlock supports only groups=1",
                "`{'norm': {'kind': 'group', 'groups': 7}}` | a group norm does not split 64 channels into 7 groups",
                "`{'head-name': 'fc.1'}` | a part of a network is called by letters, digits and underscores, not 'fc.1'",
                "`{'head-name': 'conv1'}` | two nodes are called conv1",
                "`{'head': {'kind': 'mlp', 'dropout': 0.3, 'hidden': 512}}` | options.head.hidden-dropout should be a number, got nothing",
                "`{'head': {'kind': 'linear', 'dropout': 1}}` | the probability of a dropout must be at least 0 and below 1",
                "`{'zero-init-residual': 1}` | options.zero-init-residual should be true or false, got 1.0",
                "`{'task': 'cifar_11'}` | there is no task 'cifar_11'; known are [imagenet_1k, cifar_10]",
                "`{'stages': []}` | a residual network has at least one stage",
                "`{'stages': [{'planes': 8, 'blocks': 1, 'stride': 1, 'dilated': false, 'groups': 1}]}` | options.stages[0] has no field 'groups'",
                "`{'stages': [{'planes': 8, 'blocks': 5001, 'stride': 1, 'dilated': false}]}` | its stages have 5001 blocks; at most 5000 are read",
                "`{'stages': [{'planes': 8, 'blocks': 2147483647, 'stride': 1, 'dilated': false}]}` | its stages have 2147483647 blocks",
            })
    void optionsThatAreNotUnderstoodOrDoNotGoTogetherAreRefused(String options, String problem) {
        assertRefused("resnet18", options.replace('\'', '"'), problem);
    }

    @Test
    void aNetworkOfAnotherNameHasAllOptions() {
        assertRefused("mine", "{}", "there is no model 'mine'");
        String all = options(Catalogue.resnet18().named("mine", Paper.NONE));
        assertRefused("mine", all.replace("\"groups\":1,", ""), "options.groups should be a number, got nothing");
        assertRefused("mine", all.replace("head-name", "name"), "options has no field 'name'");
    }

    private static void assertRefused(String model, String options, String problem) {
        String text = new ModelDescription(Catalogue.resnet18(), numbers(1000), Preprocessing.IMAGENET1K_V1).toJson();
        String start = START.formatted("resnet18", "{}");
        assertTrue(text.startsWith(start), text);
        String changed = START.formatted(model, options) + text.substring(start.length());
        Exception e = assertThrows(MalformedFileException.class, () -> ModelDescription.parse("file", changed));
        assertTrue(e.getMessage().startsWith("file: resnet4j") && e.getMessage().contains(problem), e.getMessage());
    }

    @Test
    void aPartOfOnesOwnMakingHasNoName() {
        Block mine = (t, x, place) -> x;
        ResNetSpec spec = ResNetSpec.of("mine", mine, 1);
        Exception block = assertThrows(IllegalArgumentException.class, () -> SpecOptions.of(spec));
        assertTrue(block.getMessage().startsWith("a description has no name for the block "), block.getMessage());
        assertTrue(block.getMessage().endsWith("; it knows residual, plain, pre-activation"), block.getMessage());
        ResNetSpec shortcut = ResNetSpec.of("mine", new Residual(new Basic(), (t, x, channels, stride) -> x), 1);
        assertThrows(IllegalArgumentException.class, () -> SpecOptions.of(shortcut));
    }

    @Test
    void imagesArePreparedWithTheChannelsThatTheNetworkTakes() {
        ModelDescription grey = new ModelDescription(
                Catalogue.named("resnet20").withChannels(1), Labels.cifar10(), Preprocessing.CIFAR10);
        Exception written = assertThrows(IllegalArgumentException.class, grey::toJson);
        assertEquals("resnet20 takes images of 1 channels, and they are prepared with 3", written.getMessage());
        String text = new ModelDescription(Catalogue.named("resnet20"), Labels.cifar10(), Preprocessing.CIFAR10)
                .toJson()
                .replace("\"options\":{}", "\"options\":{\"channels\":1}");
        Exception read = assertThrows(MalformedFileException.class, () -> ModelDescription.parse("file", text));
        assertTrue(
                read.getMessage().contains("mean should be an array of 1 numbers, got an array of 3"),
                read.getMessage());
    }

    private static String options(ResNetSpec spec) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.STRICT.createGenerator(text)) {
            Json.write(json, SpecOptions.of(spec));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static Labels numbers(int classes) {
        return new Labels(
                IntStream.range(0, classes).mapToObj(Integer::toString).toList());
    }
}
