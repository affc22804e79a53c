package io.resnet4j.bench;

import io.resnet4j.inference.Precision;

/**
 * What every contender is to run.
 *
 * @param model a model of the catalogue, by torchvision's name
 * @param precision what it is to be computed with
 * @param batch how many images a run takes
 * @param threads how many threads a run may use
 */
record Setup(String model, Precision precision, int batch, int threads) {}
