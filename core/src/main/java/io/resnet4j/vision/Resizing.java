package io.resnet4j.vision;

/** How a region of an image at a new size is made: what it takes is worked out once, for where to read and for reading. */
interface Resizing {
    /** Which pixels of the image it is made of. */
    Region source();

    /**
     * The pixels of the region.
     *
     * @param part at least those of {@link #source}
     */
    Image of(ImagePart part);
}
