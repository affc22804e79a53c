/** Logits, labels and the engine interface. */
package io.resnet4j.inference;
