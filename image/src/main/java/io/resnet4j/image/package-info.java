/** Decodes image files to Pillow's pixels. */
package io.resnet4j.image;
