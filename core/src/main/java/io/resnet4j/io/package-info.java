/** What files need: strict zip reading, pickle as data, atomic writes. */
package io.resnet4j.io;
