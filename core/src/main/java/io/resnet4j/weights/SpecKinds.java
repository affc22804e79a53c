package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
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
import io.resnet4j.model.Residual;
import io.resnet4j.model.Shortcut;
import io.resnet4j.model.SqueezeExcitation;
import io.resnet4j.model.Stem;
import java.util.Map;
import java.util.regex.Pattern;

/** The parts that networks are made of, as {@link SpecOptions} writes and reads them. A new one is a line here. */
final class SpecKinds {
    /** Names become those of tensors, and stand in messages. */
    private static final Pattern WORD = Pattern.compile("\\w+");

    static final Kinds<Stem> STEMS = new Kinds<Stem>("stem")
            .with("imagenet", Stem.Imagenet.class, x -> width(x.width()), x -> new Stem.Imagenet(x.integer("width")))
            .with("cifar", Stem.Cifar.class, x -> width(x.width()), x -> new Stem.Cifar(x.integer("width")))
            .with(
                    "biased-cifar",
                    Stem.BiasedCifar.class,
                    x -> width(x.width()),
                    x -> new Stem.BiasedCifar(x.integer("width")));

    static final Kinds<Shortcut> SHORTCUTS = new Kinds<Shortcut>("shortcut")
            .with("padding", Shortcut.Padding.class, x -> Map.of(), x -> new Shortcut.Padding())
            .with(
                    "projection",
                    Shortcut.Projection.class,
                    x -> Map.of("name", x.name()),
                    x -> new Shortcut.Projection(word(x, "name")))
            .with(
                    "projection-always",
                    Shortcut.ProjectionAlways.class,
                    x -> Map.of("name", x.name()),
                    x -> new Shortcut.ProjectionAlways(word(x, "name")));

    /** What squeeze-and-excitation may follow: not another, or a file would say how deep we read. */
    private static final Kinds<Branch> SQUEEZED = new Kinds<Branch>("branch")
            .with("basic", Basic.class, x -> Map.of(), x -> new Basic())
            .with("biased-basic", BiasedBasic.class, x -> Map.of(), x -> new BiasedBasic())
            .with("bottleneck", Bottleneck.class, x -> expansion(x.expansion()), x -> new Bottleneck(expansion(x)))
            .with("pre-basic", PreBasic.class, x -> Map.of("dropout", x.dropout()), x -> new PreBasic(dropout(x)))
            .with(
                    "pre-bottleneck",
                    PreBottleneck.class,
                    x -> expansion(x.expansion()),
                    x -> new PreBottleneck(expansion(x)));

    static final Kinds<Branch> BRANCHES = SQUEEZED.with(
            "squeeze-excitation", SqueezeExcitation.class, SpecKinds::fields, SpecKinds::squeezeExcitation);

    static final Kinds<Block> BLOCKS = new Kinds<Block>("block")
            .with(
                    "residual",
                    Residual.class,
                    x -> Map.of("branch", BRANCHES.write(x.branch()), "shortcut", SHORTCUTS.write(x.shortcut())),
                    x -> new Residual(branch(x), SHORTCUTS.read(x.object("shortcut"))))
            .with("plain", Plain.class, x -> branch(x.branch()), x -> new Plain(branch(x)))
            .with("pre-activation", PreActivation.class, x -> branch(x.branch()), x -> new PreActivation(branch(x)));

    static final Kinds<Norm> NORMS = new Kinds<Norm>("norm")
            .with("batch", Norm.Batch.class, x -> Map.of(), x -> new Norm.Batch())
            .with("frozen-batch", Norm.FrozenBatch.class, x -> Map.of(), x -> new Norm.FrozenBatch())
            .with(
                    "group",
                    Norm.Group.class,
                    x -> Map.of("groups", x.groups()),
                    x -> new Norm.Group(x.integer("groups")));

    static final Kinds<Head.Layers> HEADS = new Kinds<Head.Layers>("head")
            .with("linear", Head.Linear.class, x -> Map.of("dropout", x.dropout()), x -> new Head.Linear(dropout(x)))
            .with(
                    "mlp",
                    Head.Mlp.class,
                    x -> Map.of("dropout", x.dropout(), "hidden", x.hidden(), "hidden-dropout", x.hiddenDropout()),
                    x -> new Head.Mlp(dropout(x), x.integer("hidden"), x.decimal("hidden-dropout")));

    private SpecKinds() {}

    /** A name without dots, which part names. */
    static String word(Json json, String field) throws MalformedFileException {
        String name = json.name(field);
        if (!WORD.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "a part of a network is called by letters, digits and underscores, not '%s'".formatted(name));
        }
        return name;
    }

    private static Map<String, Object> width(int width) {
        return Map.of("width", width);
    }

    private static Map<String, Object> expansion(int expansion) {
        return Map.of("expansion", expansion);
    }

    private static int expansion(Json json) throws MalformedFileException {
        return json.integer("expansion");
    }

    private static double dropout(Json json) throws MalformedFileException {
        return json.decimal("dropout");
    }

    private static Map<String, Object> branch(Branch branch) {
        return Map.of("branch", BRANCHES.write(branch));
    }

    private static Branch branch(Json json) throws MalformedFileException {
        return BRANCHES.read(json.object("branch"));
    }

    private static Map<String, Object> fields(SqueezeExcitation x) {
        return Map.of("branch", SQUEEZED.write(x.branch()), "reduction", x.reduction(), "bias", x.bias());
    }

    private static SqueezeExcitation squeezeExcitation(Json json) throws MalformedFileException {
        Branch branch = SQUEEZED.read(json.object("branch"));
        return new SqueezeExcitation(branch, json.integer("reduction"), json.bool("bias"));
    }
}
