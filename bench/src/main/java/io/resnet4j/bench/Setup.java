package io.resnet4j.bench;

/**
 * What every contender is to run.
 *
 * @param model a model of the catalogue, by torchvision's name
 * @param batch how many images a run takes
 * @param threads how many threads a run may use
 */
record Setup(String model, int batch, int threads) {}
