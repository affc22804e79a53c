package io.resnet4j.weights;

/**
 * An object of a class that is known by name and not looked into, such as the options of a training script.
 *
 * @param name of its class
 */
record Opaque(String name) {}
