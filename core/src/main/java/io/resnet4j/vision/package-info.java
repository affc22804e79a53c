/** Pixels to tensors: Pillow's resize, crops, normalisation, data sets, labels; the decoder interface. */
package io.resnet4j.vision;
