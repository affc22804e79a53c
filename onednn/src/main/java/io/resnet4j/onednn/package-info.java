/** Lowers networks and their weights to fused oneDNN plans. */
package io.resnet4j.onednn;
