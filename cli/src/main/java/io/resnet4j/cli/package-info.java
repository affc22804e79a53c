/** The {@code resnet4j} command: one class a verb, each a thin call into the library. */
package io.resnet4j.cli;
