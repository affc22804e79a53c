package io.resnet4j.cli;

import io.resnet4j.weights.Model;
import java.io.IOException;
import java.io.InputStream;

/** The model in the jar, which needs no download: {@code MODEL_CARD.md} beside it says what it is and what it is not. */
final class EmbeddedModel {
    static final String NAME = "resnet20";
    static final String SUMMARY = "the embedded resnet20, which knows only CIFAR-10's ten classes";
    private static final String FILE = "resnet20-cifar10.safetensors";

    private EmbeddedModel() {}

    static Model open() throws IOException {
        try (InputStream in = EmbeddedModel.class.getResourceAsStream(FILE)) {
            return Model.open(FILE, in.readAllBytes());
        }
    }
}
