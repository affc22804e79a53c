package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.training.ParameterGroups.Count;
import io.resnet4j.training.ParameterGroups.FrozenNorms;
import io.resnet4j.training.ParameterGroups.Selection;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ParameterGroupsTest {
    private static final Network TINY = Catalogue.named("tiny").network();

    @Test
    void everythingIsLearntAtOneRateUnlessSaidOtherwise() {
        List<Learnt> learnt = ParameterGroups.all(0.1, 5e-4).learnt(TINY);
        assertEquals(
                TINY.tensors().stream()
                        .filter(spec ->
                                spec.name().endsWith(".weight") || spec.name().endsWith(".bias"))
                        .toList(),
                learnt.stream().map(Learnt::tensor).toList());
        assertEquals(Set.of(0.1), learnt.stream().map(Learnt::rate).collect(Collectors.toSet()));
        assertEquals(Set.of(5e-4), learnt.stream().map(Learnt::weightDecay).collect(Collectors.toSet()));
        assertEquals(Set.of(), ParameterGroups.all(0.1, 0).stillNorms(TINY));
    }

    @Test
    void ofPartsWithinPartsTheLongestPrefixCounts() {
        ByPart rates = ByPart.of(0.1)
                .with("layer2.0.conv1", 0.5)
                .with("backbone", 0.2)
                .with("fc", 0.6)
                .with("head", 0.7)
                .with("layer2", 0.3)
                .with("layer2.0", 0.4);
        Map<String, Double> found = byName(groups(rates, ByPart.of(0), true, Selection.ALL), Learnt::rate);
        assertEquals(0.6, found.get("fc.weight"));
        assertEquals(0.2, found.get("layer1.0.conv1.weight"));
        assertEquals(0.4, found.get("layer2.0.conv2.weight"));
        assertEquals(0.5, found.get("layer2.0.conv1.weight"));
        Network deeper = Catalogue.resnet18().network();
        Map<String, Double> more = groups(rates, ByPart.of(0), true, Selection.ALL).learnt(deeper).stream()
                .collect(Collectors.toMap(learnt -> learnt.tensor().name(), Learnt::rate));
        assertEquals(0.3, more.get("layer2.1.conv1.weight"));
    }

    @Test
    void partsMayHaveAllTheRates() {
        ByPart rates = new ByPart(OptionalDouble.empty(), Map.of("head", 1e-3, "backbone", 1e-5));
        ByPart decays = ByPart.of(0.01).with("head", 0);
        ParameterGroups groups = groups(rates, decays, true, Selection.ALL);
        assertEquals(1e-3, byName(groups, Learnt::rate).get("fc.bias"));
        assertEquals(1e-5, byName(groups, Learnt::rate).get("conv1.weight"));
        assertEquals(0, byName(groups, Learnt::weightDecay).get("fc.weight"));
        assertEquals(0.01, byName(groups, Learnt::weightDecay).get("conv1.weight"));
        ByPart headOnly = new ByPart(OptionalDouble.empty(), Map.of("head", 1e-3));
        assertRefused("conv1.weight has no learning rate", () -> groups(headOnly, decays, true, Selection.ALL)
                .learnt(TINY));
        Selection head = new Selection(List.of("head"), List.of(), FrozenNorms.UPDATE);
        assertEquals(
                Set.of("fc.weight", "fc.bias"),
                byName(groups(headOnly, decays, true, head), Learnt::rate).keySet());
    }

    @Test
    void normsAndBiasesMayGoWithoutDecay() {
        Map<String, Double> decays =
                byName(groups(ByPart.of(0.1), ByPart.of(5e-4), false, Selection.ALL), Learnt::weightDecay);
        decays.forEach((name, decay) -> assertEquals(
                name.endsWith("conv1.weight")
                                || name.endsWith("conv2.weight")
                                || name.equals("fc.weight")
                                || name.endsWith("downsample.0.weight")
                        ? 5e-4
                        : 0,
                decay,
                name));
        assertEquals(0, decays.get("bn1.weight"));
    }

    @Test
    void whatIsFrozenIsNotLearntAndItsNormsKeepTheirStatisticsIfTold() {
        Selection keep = new Selection(List.of(), List.of("layer1", "conv1", "bn1"), FrozenNorms.KEEP);
        ParameterGroups groups = groups(ByPart.of(0.1), ByPart.of(0), true, keep);
        Set<String> learnt = byName(groups, Learnt::rate).keySet();
        assertTrue(learnt.stream().noneMatch(name -> name.matches("(layer1|conv1|bn1)\\..*")), learnt::toString);
        assertTrue(learnt.containsAll(Set.of("layer2.0.bn1.weight", "fc.weight")));
        assertEquals(
                new TreeSet<>(Set.of("bn1", "layer1.0.bn1", "layer1.0.bn2")), new TreeSet<>(groups.stillNorms(TINY)));
        Selection update = new Selection(keep.train(), keep.freeze(), FrozenNorms.UPDATE);
        assertEquals(
                Set.of(), groups(ByPart.of(0.1), ByPart.of(0), true, update).stillNorms(TINY));
    }

    @Test
    void freezingTakesFromWhatIsTrained() {
        Selection both = new Selection(List.of("layer4", "head"), List.of("layer4.0.bn1"), FrozenNorms.KEEP);
        ParameterGroups groups = groups(ByPart.of(0.1), ByPart.of(0), true, both);
        Set<String> learnt = byName(groups, Learnt::rate).keySet();
        assertTrue(learnt.stream().allMatch(name -> name.matches("(layer4|fc)\\..*")), learnt::toString);
        assertTrue(learnt.contains("layer4.0.bn2.weight") && !learnt.contains("layer4.0.bn1.weight"));
        assertTrue(groups.stillNorms(TINY).contains("layer4.0.bn1"));
        assertTrue(!groups.stillNorms(TINY).contains("layer4.0.bn2"));
    }

    /** Of the issue: torchvision's ResNet-50, its last stage and a linear head for five classes. */
    @Test
    void itIsCountedHowMuchIsLearnt() {
        Network network = Catalogue.resnet50().withClasses(5).network();
        Selection selection = new Selection(List.of("layer4", "head"), List.of(), FrozenNorms.UPDATE);
        Count count = groups(ByPart.of(0.1), ByPart.of(0), true, selection).count(network);
        assertEquals(new Count(14_974_981, 23_518_277), count);
        assertEquals(63.67, count.percent(), 0.005);
    }

    @Test
    void mistakesAreNamed() {
        ByPart one = ByPart.of(0.1);
        assertRefused(
                "tiny has no node layer5; the nearest of 40 nodes and what holds them are layer1, layer2, layer3",
                () -> groups(one.with("layer5", 1), one, true, Selection.ALL).learnt(TINY));
        assertRefused("relu of tiny has no parameters", () -> groups(one, one.with("relu", 0), true, Selection.ALL)
                .learnt(TINY));
        Selection nothing = new Selection(List.of("head"), List.of("fc"), FrozenNorms.UPDATE);
        assertRefused("nothing of tiny is left to train", () -> groups(one, one, true, nothing)
                .learnt(TINY));
        assertRefused("a number is missing", () -> new ByPart(OptionalDouble.empty(), Map.of()));
    }

    private static ParameterGroups groups(ByPart rates, ByPart decays, boolean decayNorms, Selection selection) {
        return new ParameterGroups(rates, decays, decayNorms, selection);
    }

    private static Map<String, Double> byName(ParameterGroups groups, Function<Learnt, Double> number) {
        return groups.learnt(TINY).stream()
                .collect(Collectors.toMap(learnt -> learnt.tensor().name(), number));
    }

    private static void assertRefused(String why, Runnable call) {
        Exception e = assertThrows(IllegalArgumentException.class, call::run);
        assertTrue(e.getMessage().contains(why), e.getMessage());
    }
}
