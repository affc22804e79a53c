package io.resnet4j.testkit;

import io.resnet4j.model.Basic;
import io.resnet4j.model.BiasedBasic;
import io.resnet4j.model.Block;
import io.resnet4j.model.Bottleneck;
import io.resnet4j.model.Branch;
import io.resnet4j.model.Head;
import io.resnet4j.model.Norm;
import io.resnet4j.model.Plain;
import io.resnet4j.model.PreActivation;
import io.resnet4j.model.PreBasic;
import io.resnet4j.model.PreBottleneck;
import io.resnet4j.model.ResNetSpec;
import io.resnet4j.model.Residual;
import io.resnet4j.model.Shortcut;
import io.resnet4j.model.SqueezeExcitation;
import io.resnet4j.model.Stem;
import io.resnet4j.model.Task;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tiny networks with every value of every option, and every pair of such that can be: a kind of block and its options, as
 * in {@code bottleneck groups=2 dilation=011}. {@code testkit/golden/variants.py} builds the same in PyTorch, and says what
 * they are.
 */
public final class Variants {
    private static final Map<String, String> OPTIONS_OF_KIND = Map.of(
            "basic", "classes channels dropout norm stem shortcut se head",
            "bottleneck", "classes channels dropout norm stem shortcut se groups width dilation expansion head",
            "prebasic", "classes channels dropout norm stem se inner",
            "prebottleneck", "classes channels dropout norm stem se groups width dilation expansion",
            "plain", "classes channels dropout norm stem",
            "biased", "classes channels dropout norm shortcut se");

    private static final Map<String, String> VALUES_OF_OPTION = Map.ofEntries(
            Map.entry("classes", "7"),
            Map.entry("channels", "1"),
            Map.entry("dropout", "0.5"),
            Map.entry("norm", "frozen group4 group32"),
            Map.entry("stem", "imagenet"),
            Map.entry("shortcut", "a c"),
            Map.entry("se", "bias nobias"),
            Map.entry("groups", "2"),
            Map.entry("width", "32"),
            Map.entry("dilation", "001 010 011 100 101 110 111"),
            Map.entry("inner", "0.3"),
            Map.entry("expansion", "2"),
            Map.entry("head", "24"));

    /** A convolution of the first stage would have 16 channels, which no 32 groups share. */
    private static final String IMPOSSIBLE = " norm=group32 width=32";

    private Variants() {}

    /** All variants. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        OPTIONS_OF_KIND.forEach((kind, options) -> {
            names.add(kind);
            List<String> singles = singles(options);
            for (String one : singles) {
                names.add(kind + one);
                for (String other : singles.subList(singles.indexOf(one) + 1, singles.size())) {
                    if (!option(one).equals(option(other)) && !(one + other).equals(IMPOSSIBLE)) {
                        names.add(kind + one + other);
                    }
                }
            }
        });
        return names;
    }

    private static List<String> singles(String options) {
        return Arrays.stream(options.split(" "))
                .flatMap(option -> Arrays.stream(VALUES_OF_OPTION.get(option).split(" "))
                        .map(value -> " %s=%s".formatted(option, value)))
                .toList();
    }

    private static String option(String assignment) {
        return assignment.substring(0, assignment.indexOf('='));
    }

    /** The network that {@code name} describes. */
    public static ResNetSpec named(String name) {
        String[] words = name.split(" ");
        Map<String, String> options = new LinkedHashMap<>();
        Arrays.stream(words).skip(1).map(word -> word.split("=")).forEach(pair -> options.put(pair[0], pair[1]));
        int planes = options.getOrDefault("norm", "").equals("group32") ? 32 : 8;
        ResNetSpec spec = ResNetSpec.of(name, block(words[0], options), 1, 2, 2, 2)
                .forTask(Task.CIFAR_10)
                .withPlanes(planes)
                .withStem(words[0].equals("biased") ? new Stem.BiasedCifar(planes) : new Stem.Cifar(planes));
        for (Map.Entry<String, String> option : options.entrySet()) {
            spec = with(spec, option.getKey(), option.getValue(), planes);
        }
        return spec;
    }

    private static Block block(String kind, Map<String, String> options) {
        int expansion = Integer.parseInt(options.getOrDefault("expansion", "4"));
        Branch branch =
                switch (kind) {
                    case "basic", "plain" -> new Basic();
                    case "biased" -> new BiasedBasic();
                    case "bottleneck" -> new Bottleneck(expansion);
                    case "prebasic" -> new PreBasic(Double.parseDouble(options.getOrDefault("inner", "0")));
                    case "prebottleneck" -> new PreBottleneck(expansion);
                    default -> throw new IllegalArgumentException(kind);
                };
        if (options.containsKey("se")) {
            branch = new SqueezeExcitation(branch, 4, options.get("se").equals("bias"));
        }
        return switch (kind) {
            case "prebasic", "prebottleneck" -> new PreActivation(branch);
            case "plain" -> new Plain(branch);
            default -> new Residual(branch, shortcut(options));
        };
    }

    private static Shortcut shortcut(Map<String, String> options) {
        return switch (options.getOrDefault("shortcut", "b")) {
            case "a" -> new Shortcut.Padding();
            case "b" -> new Shortcut.Projection();
            case "c" -> new Shortcut.ProjectionAlways("downsample");
            default -> throw new IllegalArgumentException(options.toString());
        };
    }

    private static ResNetSpec with(ResNetSpec spec, String option, String value, int planes) {
        return switch (option) {
            case "classes" -> spec.withClasses(Integer.parseInt(value));
            case "channels" -> spec.withChannels(Integer.parseInt(value));
            case "dropout" -> spec.withDropout(Double.parseDouble(value));
            case "norm" -> spec.withNorm(norm(value));
            case "stem" -> spec.withStem(new Stem.Imagenet(planes));
            case "groups" -> spec.withGroups(Integer.parseInt(value));
            case "width" -> spec.withWidthPerGroup(Integer.parseInt(value));
            case "head" -> spec.withHead(mlp(spec.head(), Integer.parseInt(value)));
            case "dilation" ->
                spec.withReplaceStrideWithDilation(
                        value.charAt(0) == '1', value.charAt(1) == '1', value.charAt(2) == '1');
            case "shortcut", "se", "inner", "expansion" -> spec; // of the block, which has it already
            default -> throw new IllegalArgumentException(option);
        };
    }

    /** Dropouts do nothing here: both are what the linear head's is. */
    private static Head.Layers mlp(Head linear, int hidden) {
        double dropout = ((Head.Linear) linear.layers()).dropout();
        return new Head.Mlp(dropout, hidden, dropout);
    }

    private static Norm norm(String value) {
        return switch (value) {
            case "frozen" -> new Norm.FrozenBatch();
            case "group4" -> new Norm.Group(4);
            case "group32" -> new Norm.Group();
            default -> throw new IllegalArgumentException(value);
        };
    }
}
