/** Describes every network of the family as a graph of named nodes and lists its tensors. */
package io.resnet4j.model;
