/**
 * What engines are made of: fusion, memory layout, the gate in front of a session. And the reference engine, which is plain Java.
 * Those who only use engines need {@link io.resnet4j.inference} alone.
 */
package io.resnet4j.inference.engine;
