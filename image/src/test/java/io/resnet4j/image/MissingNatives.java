package io.resnet4j.image;

import io.resnet4j.vision.DecoderUnavailableException;

/** Run in a JVM of its own, whose platform has no natives: prints what two attempts at the natives say. */
final class MissingNatives {
    private MissingNatives() {}

    public static void main(String[] arguments) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                System.out.println(new PillowDecoder().description());
            } catch (DecoderUnavailableException e) {
                System.out.println(e.getMessage().replaceAll("\\R", " "));
            }
        }
    }
}
