package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.inference.Precision;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.model.Catalogue;
import io.resnet4j.model.Network;
import io.resnet4j.training.Recipe.Chosen;
import io.resnet4j.training.Recipe.Origin;
import io.resnet4j.training.Schedule.Per;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RecipeTest {
    private static final List<AugmentSetting> CROP_AND_FLIP = List.of(
            new AugmentSetting("crop", OptionalDouble.of(4)), new AugmentSetting("flip", OptionalDouble.empty()));

    @TempDir
    private Path folder;

    static List<String> names() {
        return Recipe.names();
    }

    @Test
    void cifarIsWhatIsPublished() {
        Recipe cifar = Recipe.named("cifar");
        assertEquals(128, cifar.get(Settings.BATCH_SIZE));
        assertEquals(100, cifar.get(Settings.TEST_BATCH_SIZE));
        assertEquals(200, cifar.get(Settings.EPOCHS));
        assertEquals(false, cifar.get(Settings.DROP_LAST));
        assertEquals(new Optimizer.Sgd(0.9, false), cifar.optimizer());
        assertEquals(ParameterGroups.all(0.1, 5e-4), cifar.parameterGroups());
        assertEquals(new Schedule(new Curve.Cosine(0), Per.EPOCH, Schedule.WarmUp.NONE), cifar.schedule());
        assertEquals(CROP_AND_FLIP, cifar.get(Settings.AUGMENT));
        assertEquals(false, cifar.get(Settings.PAD_AFTER_NORMALIZING));
        assertEquals(List.of(0.4914, 0.4822, 0.4465), cifar.get(Settings.MEAN));
        assertEquals(List.of(0.2023, 0.1994, 0.2010), cifar.get(Settings.STD));
    }

    @Test
    void cifar30IsWhatThePeerDoes() {
        Recipe cifar = Recipe.named("cifar30");
        assertEquals(30, cifar.get(Settings.EPOCHS));
        assertEquals(128, cifar.get(Settings.BATCH_SIZE));
        assertEquals(true, cifar.get(Settings.DROP_LAST));
        assertEquals(new Optimizer.Sgd(0.9, false), cifar.optimizer());
        assertEquals(ParameterGroups.all(0.1, 5e-4), cifar.parameterGroups());
        assertEquals(
                new Schedule(new Curve.Cosine(0), Per.STEP, new Schedule.WarmUp(2, OptionalDouble.empty())),
                cifar.schedule());
        assertEquals(CROP_AND_FLIP, cifar.get(Settings.AUGMENT));
        assertEquals(true, cifar.get(Settings.PAD_AFTER_NORMALIZING));
        assertEquals(List.of(0.2470, 0.2435, 0.2616), cifar.get(Settings.STD));
    }

    @ParameterizedTest
    @MethodSource("names")
    void aRecipeIsReadAgainFromWhatIsWritten(String name) throws IOException {
        Recipe recipe = Recipe.named(name);
        Catalogue.named(recipe.get(Settings.MODEL));
        Path file = Files.writeString(folder.resolve("again.yaml"), recipe.toYaml());
        assertEquals(recipe, Recipe.builder().file(file).build());
        assertNotEquals(
                recipe, Recipe.builder().file(file).option("epochs", "7").build());
    }

    /** Values of every kind that differ from the default, so that a setting that is lost on the way shows. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model=preresnet18|epochs=3|batch-size=5|test-batch-size=6|drop-last=true|precision=bf16|seed=-123456789012345678",
                "optimizer=adamw|lr=head=1e-3,backbone=.00001|weight-decay=0.1,layer1.0=0|decay-norms=false|beta1=.5|beta2=.9|epsilon=1e-12",
                "momentum=0.5|nesterov=true|clip-norm=2.5|train=layer4,head|freeze=layer4.0|frozen-norms=keep|lr=1e-7",
                "schedule=step|schedule-per=epoch|warmup-epochs=3|warmup-start=.25|step-size=9|gamma=0.123456789012345|seed=1",
                "schedule=multi-step|milestones=100,32000,48000|gamma=.5|label-smoothing=0.1|class-weights=1,0.5,2e3|epochs=1|seed=2",
                "test-batch-size=1|min-factor=0.01|augment=crop=4,flip=0.25,resized-crop|pad-after-normalizing=true|mean=.5|std=.25|exif=true",
                "schedule=one-cycle|pct-start=0.2|div-factor=10|final-div-factor=1e5|nesterov=true|base-momentum=.1|max-momentum=.2",
                "schedule=one-cycle|cycle-momentum=false|momentum=0.5|nesterov=true|epochs=3|batch-size=5|seed=4",
            })
    void everySettingIsWritten(String a, String b, String c, String d, String e, String f, String g)
            throws IOException {
        Recipe.Builder settings = Recipe.builder();
        for (String option : List.of(a, b, c, d, e, f, g)) {
            settings.option(option.split("=", 2)[0], option.split("=", 2)[1]);
        }
        Recipe recipe = settings.build();
        assertEquals(
                7,
                recipe.settings().stream()
                        .filter(chosen -> chosen.origin() == Origin.OPTION)
                        .count());
        Path file = Files.writeString(folder.resolve("again.yaml"), recipe.toYaml());
        Recipe again = Recipe.builder().file(file).build();
        assertEquals(recipe, again);
        assertEquals(recipe.hashCode(), again.hashCode());
        assertEquals(recipe.toYaml(), again.toYaml());
        for (String option : List.of(a, b, c, d, e, f, g)) {
            Setting<?> setting = Settings.named(option.split("=", 2)[0]);
            assertEquals(setting.read(option.split("=", 2)[1]), again.get(setting), setting.name());
            assertNotEquals(setting.read(setting.byDefault()), again.get(setting), setting.name());
        }
    }

    @Test
    void optionsCountMoreThanFilesAndFilesMoreThanRecipes() throws IOException {
        Path file = Files.writeString(folder.resolve("mine.yaml"), "epochs: 5\nlr: 0.2\n");
        Recipe recipe = Recipe.builder()
                .recipe("cifar30")
                .file(file)
                .options(Map.of("lr", "0.3"))
                .build();
        Map<String, Chosen> found = recipe.settings().stream()
                .collect(Collectors.toMap(chosen -> chosen.setting().name(), chosen -> chosen));
        assertEquals(new Chosen(Settings.LR, "0.3", Origin.OPTION), found.get("lr"));
        assertEquals(new Chosen(Settings.EPOCHS, "5", Origin.FILE), found.get("epochs"));
        assertEquals(new Chosen(Settings.WARMUP_EPOCHS, "2", Origin.RECIPE), found.get("warmup-epochs"));
        assertEquals(new Chosen(Settings.WEIGHT_DECAY, "0.0005", Origin.RECIPE), found.get("weight-decay"));
        assertEquals(new Chosen(Settings.SEED, "0", Origin.DEFAULT), found.get("seed"));
        assertEquals("[default, recipe, file, option]", List.of(Origin.values()).toString());
        assertEquals(5, recipe.get(Settings.EPOCHS));
        assertEquals(Precision.BFLOAT16, recipe.get(Settings.PRECISION));
    }

    @Test
    void onlyWhatIsOfUseIsShown() {
        List<Setting<?>> shown =
                Recipe.builder().recipe("cifar").option("optimizer", "adam").build().settings().stream()
                        .<Setting<?>>map(Chosen::setting)
                        .toList();
        assertTrue(shown.contains(Settings.BETA1) && !shown.contains(Settings.MOMENTUM));
        assertTrue(shown.contains(Settings.MIN_FACTOR) && !shown.contains(Settings.GAMMA));
        assertEquals(shown, Settings.all().stream().filter(shown::contains).toList());
    }

    /** A cycle rises by itself: what the recipe says of warming up is for other schedules. */
    @Test
    void anotherScheduleNeedNotUndoTheRecipes() {
        Recipe recipe = Recipe.builder()
                .recipe("cifar30")
                .option("schedule", "one-cycle")
                .option("epochs", "1")
                .build();
        assertEquals(Schedule.WarmUp.NONE, recipe.schedule().warmUp());
        Exception e = assertThrows(IllegalArgumentException.class, () -> Recipe.builder()
                .option("schedule", "one-cycle")
                .option("warmup-epochs", "1")
                .build());
        assertEquals(
                "warmup-epochs: it is of use with schedule constant or step or multi-step or cosine only, which is one-cycle; leave it out",
                e.getMessage());
    }

    /** PyTorch's cycle overwrites what SGD, or Adam, was made with. */
    @Test
    void aMomentumThatIsCycledIsTheCycles() {
        Recipe digits = Recipe.named("digits");
        assertEquals(new Optimizer.Sgd(0.95, true), digits.optimizer());
        assertFalse(digits.toYaml().contains("\nmomentum:"), digits.toYaml());
        for (String option : List.of("momentum", "beta1")) {
            String optimizer = option.equals("beta1") ? "adamw" : "sgd";
            IllegalArgumentException e = assertThrows(
                    IllegalArgumentException.class, () -> digits(Map.of("optimizer", optimizer, option, "0.5")));
            assertEquals(
                    option
                            + ": one-cycle takes it from max-momentum to base-momentum and back; leave it out, or say cycle-momentum: false",
                    e.getMessage());
        }
        assertEquals(
                new Optimizer.Sgd(0.5, true),
                digits(Map.of("momentum", "0.5", "cycle-momentum", "false")).optimizer());
        assertEquals(
                new Optimizer.Sgd(0.9, false),
                Recipe.builder()
                        .recipe("cifar") // which says 0.9, for its own schedule
                        .options(Map.of("schedule", "one-cycle", "max-momentum", "0.9"))
                        .build()
                        .optimizer());
    }

    @Test
    void aCycleThatLeavesTheMomentumAloneHasNoUseForItsOwn() {
        Exception e = assertThrows(
                IllegalArgumentException.class, () -> digits(Map.of("cycle-momentum", "false", "max-momentum", "0.9")));
        assertEquals(
                "max-momentum: it is of use with cycle-momentum true only, which is false; leave it out",
                e.getMessage());
    }

    @Test
    void onlyACropPads() {
        Exception e = assertThrows(
                IllegalArgumentException.class,
                () -> digits(Map.of("augment", "flip,resized-crop=8", "pad-after-normalizing", "true")));
        assertEquals(
                "pad-after-normalizing: it is of use with augment crop=PIXELS only, which is flip,resized-crop=8; leave it out",
                e.getMessage());
    }

    @Test
    void whatIsWrittenAndDoesNotGoTogetherIsOfItsFile() {
        MalformedFileException e =
                assertThrows(MalformedFileException.class, () -> Recipe.parse("a.yaml", "schedule: multi-step\n"));
        assertEquals("a.yaml: a multi-step schedule needs milestones", e.getMessage());
    }

    private static Recipe digits(Map<String, String> options) {
        return Recipe.builder().recipe("digits").options(options).build();
    }

    @Test
    void everySettingHasANameOfItsOwnAndALineOfHelp() {
        List<String> names = Settings.all().stream().map(Setting::name).toList();
        assertEquals(names.size(), new HashSet<>(names).size());
        for (Setting<?> setting : Settings.all()) {
            assertEquals(setting.byDefault().replace("1e-8", "0.00000001"), setting.normalized(setting.byDefault()));
            assertTrue(setting.help().matches("[A-Z].{15,110}\\."), setting.help());
            assertTrue(setting.expected().length() > 5, setting.name());
        }
    }

    @Test
    void weightsOfClassesAndSmoothingAreTheLosss() {
        CrossEntropy loss = Recipe.builder()
                .option("class-weights", "1, 0.5")
                .option("label-smoothing", "0.1")
                .build()
                .loss();
        assertEquals(0.1, loss.labelSmoothing());
        assertEquals(2, loss.classWeights().length);
        assertEquals(0.5f, loss.classWeights()[1]);
    }

    @Test
    void anEngineIsToldAllThatTheSettingsSay() {
        Network network = Catalogue.named("tiny").network();
        LearnerOptions options = Recipe.builder()
                .options(Map.of("optimizer", "adamw", "lr", "1e-3,head=1e-2", "decay-norms", "false"))
                .options(Map.of("freeze", "conv1,bn1", "frozen-norms", "keep"))
                .options(Map.of("clip-norm", "2", "precision", "bf16", "label-smoothing", "0.1", "threads", "3"))
                .build()
                .learnerOptions(network);
        assertEquals(Precision.BFLOAT16, options.precision());
        assertEquals(3, options.threads());
        assertEquals(new Optimizer.AdamW(Optimizer.Betas.DEFAULT), options.optimizer());
        Map<String, Learnt> learnt = options.learnt().stream()
                .collect(Collectors.toMap(parameter -> parameter.tensor().name(), parameter -> parameter));
        assertEquals(1e-2, learnt.get("fc.bias").rate());
        assertEquals(0, learnt.get("fc.bias").weightDecay());
        assertEquals(1e-3, learnt.get("layer1.0.conv1.weight").rate());
        assertEquals(5e-4, learnt.get("layer1.0.conv1.weight").weightDecay());
        assertEquals(Set.of("bn1"), options.stillNorms());
        assertEquals(0.1, options.loss().labelSmoothing());
        assertEquals(OptionalDouble.of(2), options.clipNorm());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "class-weights=1e300 | a class counts more than 0, got Infinity",
                "class-weights=1,0 | class-weights: expected numbers above 0, parted by commas, or none, got '1,0'",
                "class-weights=1e-300 | a class counts more than 0, got 0.0",
                "epoch=3 | there is no setting 'epoch'; the nearest of 48 are epochs,",
                "epochs=0 | epochs: expected a whole number from 1, got '0'",
                "epochs=3.5 | epochs: expected a whole number from 1, got '3.5'",
                "epochs=99999999999 | epochs: expected a whole number from 1, got",
                "epochs= | epochs: expected a whole number from 1, got ''",
                "seed=1234567890123456789 | seed: expected a whole number of at most 18 digits",
                "momentum=1 | momentum: expected a number from 0 to below 1, got '1'",
                "momentum=NaN | momentum: expected a number from 0 to below 1, got 'NaN'",
                "min-factor=1e-3f | min-factor: expected a number from 0 to 1",
                "lr=-1 | lr: expected a number from 0, or one for each part",
                "lr=1e999 | lr: expected a number from 0, or one for each part",
                "lr=0.1,0.2 | lr: expected a number from 0, or one for each part",
                "lr=head=1,head=2 | lr: expected a number from 0, or one for each part",
                "lr=a b=1 | lr: expected a number from 0, or one for each part",
                "lr=none | lr: expected a number from 0, or one for each part",
                "optimizer=lion | optimizer: expected one of sgd, adam, adamw, got 'lion'",
                "drop-last=yes | drop-last: expected one of true, false, got 'yes'",
                "clip-norm=0 | clip-norm: expected a number above 0, or none, got '0'",
                "milestones=3,x | milestones: expected whole numbers from 1, parted by commas, or none, got '3,x'",
                "milestones=3,,4 | milestones: expected whole numbers from 1, parted by commas, or none, got '3,,4'",
                "train=none | train: expected parts such as layer4,head, parted by commas, or all, got 'none'",
                "augment=crop | augment: expected crop=PIXELS, flip, flip=PROBABILITY, resized-crop or resized-crop=SIDE",
                "augment=crop=1.5 | augment: expected crop=PIXELS",
                "augment=flip=2 | augment: expected crop=PIXELS",
                "augment=mixup | augment: expected crop=PIXELS",
                "model=../m | model: expected the name of a model, got '../m'",
                "warmup-epochs=31 | warmup-epochs: expected at most the 30 of epochs, got 31",
                "mean=0.5 | mean and std: expected as many numbers of both, got 1 and 0",
                "gamma=0.1 | gamma: it is of use with schedule step or multi-step only, which is cosine; leave it out",
                "schedule=multi-step | a multi-step schedule needs milestones",
                "warmup-start=.1 | warmup-start: it is of use with warmup-epochs above 0 only, which is 0; leave it out",
                "base-momentum=.1 | base-momentum: it is of use with schedule one-cycle only, which is cosine; leave it out",
                "pad-after-normalizing=true | pad-after-normalizing: it is of use with augment crop=PIXELS only, which is none",
            })
    void whatIsNoSettingOrNoValueIsRefused(String option, String why) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Recipe.builder()
                .option(option.split("=", 2)[0], option.split("=", 2)[1])
                .build());
        assertTrue(e.getMessage().startsWith(why), e.getMessage());
    }

    @Test
    void aRecipeThatIsNotThereIsRefused() {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Recipe.named("imagenet"));
        assertEquals(
                "there is no recipe 'imagenet'; there are cifar, cifar30, digits, finetune-head, finetune-part, finetune-all",
                e.getMessage());
    }
}
