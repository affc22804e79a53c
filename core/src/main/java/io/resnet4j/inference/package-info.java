/** Turns networks into steps, memory and batches; logits into labels; and says what an engine is. */
package io.resnet4j.inference;
