/** Training: what is learnt from which images in which order, how fast, and what is kept of it. Engines do the arithmetic. */
package io.resnet4j.training;
