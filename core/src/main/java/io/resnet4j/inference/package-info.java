/** Turns images into batches and logits into labels, and says what an engine is. */
package io.resnet4j.inference;
