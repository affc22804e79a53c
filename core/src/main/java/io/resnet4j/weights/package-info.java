/** Reads named tensors from safetensors and every {@code .pth}, and fits them to networks. */
package io.resnet4j.weights;
