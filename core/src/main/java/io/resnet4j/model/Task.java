package io.resnet4j.model;

/** The task that a network of the catalogue was designed for; it settles the defaults of head and input size. */
public enum Task {
    IMAGENET_1K(1000, 224),
    CIFAR_10(10, 32);

    private final int classes;
    private final int imageSize;

    Task(int classes, int imageSize) {
        this.classes = classes;
        this.imageSize = imageSize;
    }

    public int classes() {
        return classes;
    }

    /** Side of the square image that the papers feed, in pixels. */
    public int imageSize() {
        return imageSize;
    }
}
