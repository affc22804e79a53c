package io.resnet4j.training;

import io.resnet4j.training.Recipe.Chosen;
import java.util.List;
import java.util.Map;

/**
 * What each setting is and who has said so, and which are of use, given the others: those that one of {@link Setting#uses} rules out
 * are not, nor is a momentum that the schedule cycles.
 */
record Choices(Map<Setting<?>, Chosen> chosen) {
    Choices {
        chosen = Map.copyOf(chosen);
    }

    Chosen of(Setting<?> setting) {
        return chosen.get(setting);
    }

    /** Those of use, in the order of {@link Settings#all}. */
    List<Chosen> used() {
        return Settings.all().stream().filter(this::isUsed).map(this::of).toList();
    }

    boolean isUsed(Setting<?> setting) {
        return setting.uses().stream().allMatch(this::isGiven) && !isCycled(setting);
    }

    private boolean isGiven(Setting.Use use) {
        return use.among().test(of(use.other()).value());
    }

    /** Whether the schedule says what momentum or first beta a step has, in place of the optimiser's own. */
    boolean cycleMomentum() {
        return isUsed(Settings.MAX_MOMENTUM);
    }

    private boolean isCycled(Setting<?> setting) {
        return (setting == Settings.MOMENTUM || setting == Settings.BETA1) && cycleMomentum();
    }

    /**
     * Refuses what is of no use. What a recipe says of SGD is no mistake when an option chooses Adam; an option is one that says what
     * Adam has no use for.
     *
     * @throws IllegalArgumentException naming the setting, and the other that leaves it without effect
     */
    void requireUse() {
        Settings.all().stream()
                .filter(setting -> of(setting).origin() != Recipe.Origin.DEFAULT && !isUsed(setting))
                .forEach(setting -> {
                    setting.uses().stream().filter(use -> !isGiven(use)).forEach(use -> requireBefore(setting, use));
                    if (isCycled(setting)) {
                        requireBeforeCycle(setting);
                    }
                });
    }

    private void requireBefore(Setting<?> setting, Setting.Use use) {
        if (!isBefore(setting, use.other())) {
            throw new IllegalArgumentException("%s: it is of use with %s only, which is %s; leave it out"
                    .formatted(setting, use, of(use.other()).value()));
        }
    }

    private void requireBeforeCycle(Setting<?> setting) {
        if (!isBefore(setting, Settings.SCHEDULE) && !isBefore(setting, Settings.CYCLE_MOMENTUM)) {
            throw new IllegalArgumentException(
                    "%s: one-cycle takes it from max-momentum to base-momentum and back; leave it out, or say cycle-momentum: false"
                            .formatted(setting));
        }
    }

    /** Whether who has said what a setting is did not know of the other. */
    private boolean isBefore(Setting<?> setting, Setting<?> other) {
        return of(setting).origin().compareTo(of(other).origin()) < 0;
    }
}
