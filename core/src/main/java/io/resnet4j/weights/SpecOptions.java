package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Cardinality;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Head;
import io.resnet4j.model.Paper;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Stage;
import io.resnet4j.model.Task;
import io.resnet4j.model.Trunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * All that a network can vary, but for its number of classes, as names and values. Of a network that the catalogue has by
 * its name, a file holds those that differ; of another, all:
 *
 * <pre>
 * "paper": "resnet", "task": "imagenet_1k", "channels": 3, "stem": {"kind": "imagenet", "width": 64},
 * "block": {"kind": "residual", "branch": {"kind": "bottleneck", "expansion": 4},
 *           "shortcut": {"kind": "projection", "name": "downsample"}},
 * "stages": [{"planes": 64, "blocks": 3, "stride": 1, "dilated": false}, ...],
 * "groups": 1, "width-per-group": 64, "norm": {"kind": "batch"}, "zero-init-residual": false,
 * "head-name": "fc", "head": {"kind": "mlp", "dropout": 0.3, "hidden": 512, "hidden-dropout": 0.2}
 * </pre>
 */
final class SpecOptions {
    /** Eight times as many as the deepest network of a paper has: no file says how much memory its network takes. */
    private static final int MOST_BLOCKS = 5000;

    private SpecOptions() {}

    /**
     * The options by which a network differs from the catalogue's of its name; all, where that has none.
     *
     * @throws IllegalArgumentException when a part of it is of the caller's own making, so that no name tells what it is
     */
    static Map<String, Object> of(ResNetSpec spec) {
        Map<String, Object> options = all(spec);
        catalogued(spec.name())
                .ifPresent(base -> options.entrySet().removeAll(all(base).entrySet()));
        return options;
    }

    /** The names of the options in which two networks differ. */
    static List<String> differing(ResNetSpec one, ResNetSpec other) {
        Map<String, Object> options = all(one);
        options.entrySet().removeAll(all(other).entrySet());
        return List.copyOf(options.keySet());
    }

    /**
     * The network called {@code name} that has these options.
     *
     * @throws IllegalArgumentException when there is no such network, or a value is not one of those there are
     */
    static ResNetSpec read(String name, Json options, int classes) throws MalformedFileException {
        Optional<ResNetSpec> base = catalogued(name);
        if (base.isEmpty() && options.isEmpty()) {
            return Catalogue.named(name); // which says what there is
        }
        ResNetSpec known = base.orElseGet(Catalogue::resnet50);
        options.only(all(known).keySet().toArray(String[]::new));
        return spec(name, base.isPresent() ? options.orElse(all(known)) : options, classes);
    }

    static Optional<ResNetSpec> catalogued(String name) {
        return Catalogue.all().stream().filter(spec -> spec.name().equals(name)).findFirst();
    }

    private static Map<String, Object> all(ResNetSpec spec) {
        Trunk trunk = spec.trunk();
        Map<String, Object> options = new LinkedHashMap<>();
        options.put("paper", lowerCase(spec.paper()));
        options.put("task", lowerCase(spec.task()));
        options.put("channels", spec.channels());
        options.put("stem", SpecKinds.STEMS.write(trunk.stem()));
        options.put("block", SpecKinds.BLOCKS.write(trunk.block()));
        options.put("stages", trunk.stages().stream().map(SpecOptions::fields).toList());
        options.put("groups", trunk.cardinality().groups());
        options.put("width-per-group", trunk.cardinality().widthPerGroup());
        options.put("norm", SpecKinds.NORMS.write(trunk.norm()));
        options.put("zero-init-residual", trunk.zeroInitResidual());
        options.put("head-name", spec.head().name());
        options.put("head", SpecKinds.HEADS.write(spec.head().layers()));
        return options;
    }

    private static ResNetSpec spec(String name, Json all, int classes) throws MalformedFileException {
        Trunk trunk = new Trunk(
                SpecKinds.STEMS.read(all.object("stem")),
                SpecKinds.BLOCKS.read(all.object("block")),
                stages(all.objects("stages")),
                new Cardinality(all.integer("groups"), all.integer("width-per-group")),
                SpecKinds.NORMS.read(all.object("norm")),
                all.bool("zero-init-residual"));
        Head head = new Head(SpecKinds.word(all, "head-name"), classes, SpecKinds.HEADS.read(all.object("head")));
        Paper paper = constant(Paper.class, all.name("paper"));
        Task task = constant(Task.class, all.name("task"));
        return new ResNetSpec(name, paper, task, all.integer("channels"), trunk, head);
    }

    private static Map<String, Object> fields(Stage stage) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("planes", stage.planes());
        fields.put("blocks", stage.blocks());
        fields.put("stride", stage.stride());
        fields.put("dilated", stage.dilated());
        return fields;
    }

    private static List<Stage> stages(List<Json> items) throws MalformedFileException {
        List<Stage> stages = new ArrayList<>();
        long blocks = 0;
        for (Json json : items) {
            json.only("planes", "blocks", "stride", "dilated");
            Stage stage = new Stage(
                    json.integer("planes"), json.integer("blocks"), json.integer("stride"), json.bool("dilated"));
            stages.add(stage);
            blocks += stage.blocks();
        }
        if (blocks > MOST_BLOCKS) {
            throw new IllegalArgumentException(
                    "its stages have %d blocks; at most %d are read".formatted(blocks, MOST_BLOCKS));
        }
        return stages;
    }

    private static String lowerCase(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static <E extends Enum<E>> E constant(Class<E> type, String name) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> lowerCase(constant).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no %s '%s'; known are %s"
                        .formatted(
                                type.getSimpleName().toLowerCase(Locale.ROOT),
                                name,
                                Arrays.stream(type.getEnumConstants())
                                        .map(SpecOptions::lowerCase)
                                        .toList())));
    }
}
