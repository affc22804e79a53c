/** Trains networks with libtorch: autograd, its kernels and its autocast. */
package io.resnet4j.libtorch;
