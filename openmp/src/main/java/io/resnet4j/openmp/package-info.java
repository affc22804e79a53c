/** What native engines have in common: the OpenMP runtime whose threads do their work. */
package io.resnet4j.openmp;
