package io.resnet4j.onednn;

import io.resnet4j.inference.EngineUnavailableException;

/** Run in a JVM of its own, whose platform has no natives: prints what two attempts at an engine say. */
final class MissingNatives {
    private MissingNatives() {}

    public static void main(String[] arguments) {
        for (int attempt = 0; attempt < 2; attempt++) {
            try {
                System.out.println("loaded " + new OneDnnEngine().description());
            } catch (EngineUnavailableException e) {
                System.out.println(e.getMessage().replaceAll("\\R", " "));
            }
        }
    }
}
