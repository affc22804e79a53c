package io.resnet4j.training;

/** What an image is padded with where a crop reaches beyond its edge. */
public enum Padding {
    /** Black pixels, which are normalised like all others: torchvision's way. */
    BLACK,
    /** Zeros in place of normalised pixels: for the network a pixel of the mean colour, as a convolution's own padding is. */
    ZERO
}
