package io.resnet4j.training;

import java.util.OptionalDouble;

/**
 * A change made to the images that are learnt from, as a recipe names it: {@code crop: 4} for a crop of the image with four
 * pixels around it, {@code flip} for a mirror image every other time or {@code flip: 0.3} for fewer, {@code resized-crop} for a
 * random piece made as large as the network takes or {@code resized-crop: 176} for one of that side.
 */
public record AugmentSetting(String name, OptionalDouble number) {
    static final String EXPECTED = "crop=PIXELS, flip, flip=PROBABILITY, resized-crop or resized-crop=SIDE";

    /** Refuses other names, and numbers that do not go with them. */
    public AugmentSetting {
        boolean right =
                switch (name) {
                    case "crop" -> number.isPresent() && isCount(number.getAsDouble());
                    case "flip" -> number.isEmpty() || number.getAsDouble() >= 0 && number.getAsDouble() <= 1;
                    case "resized-crop" -> number.isEmpty() || isCount(number.getAsDouble());
                    default -> false;
                };
        if (!right) {
            throw new IllegalArgumentException(
                    "an augmentation is %s; got %s and %s".formatted(EXPECTED, name, number));
        }
    }

    /**
     * The change itself.
     *
     * @param side of the square that the network sees
     */
    Augmentation augmentation(int side) {
        return switch (name) {
            case "crop" -> new Augmentation.RandomCrop((int) number.getAsDouble());
            case "flip" -> new Augmentation.HorizontalFlip(number.orElse(0.5));
            default -> Augmentation.RandomResizedCrop.of((int) number.orElse(side));
        };
    }

    private static boolean isCount(double number) {
        return number >= 1 && number <= Short.MAX_VALUE && number == Math.rint(number);
    }
}
