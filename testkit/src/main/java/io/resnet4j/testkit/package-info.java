/** What the tests of several modules share: goldens and assertions that cannot pass by accident. */
package io.resnet4j.testkit;
