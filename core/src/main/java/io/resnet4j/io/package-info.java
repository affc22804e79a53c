/** What files need: strict zip and tar reading, pickle as data, atomic writes. */
package io.resnet4j.io;
