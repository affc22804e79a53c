package io.resnet4j.cli;

/** How results are printed. */
enum Format {
    TEXT,
    JSON
}
