/** Times ours against the peers, alternating in one run. */
package io.resnet4j.bench;
