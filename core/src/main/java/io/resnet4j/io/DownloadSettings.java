package io.resnet4j.io;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How patient downloads are, and by which way they go.
 *
 * @param connectTimeout how long a connection may take to come about
 * @param stallTimeout how long nothing may come on one that has
 * @param attempts how many in a row may fail; an attempt that brought a mebibyte starts the count again
 * @param firstPause after the first failure; twice as long after each further one, give or take a quarter
 * @param longestPause beyond which no pause grows, and beyond which a server that asks for more is given up
 * @param proxies by whom connections are made
 */
public record DownloadSettings(
        Duration connectTimeout,
        Duration stallTimeout,
        int attempts,
        Duration firstPause,
        Duration longestPause,
        EnvironmentProxies proxies) {
    /** Refuses what would never try, or never wait. */
    public DownloadSettings {
        if (attempts < 1 || connectTimeout.toMillis() < 1 || stallTimeout.toMillis() < 1 || firstPause.toMillis() < 1) {
            throw new IllegalArgumentException("timeouts and pauses take at least 1 ms, attempts are at least 1");
        }
    }

    /** 15 s to connect, 30 s without a byte, six attempts with pauses of 1 s to 1 min, the environment's proxies. */
    public static DownloadSettings defaults() {
        return new DownloadSettings(
                Duration.ofSeconds(15),
                Duration.ofSeconds(30),
                6,
                Duration.ofSeconds(1),
                Duration.ofMinutes(1),
                EnvironmentProxies.of(System.getenv()));
    }

    /** The pause after the {@code failures}-th failure in a row, counted from 1. Many clients must not come back at once. */
    Duration pause(int failures) {
        double doubled = firstPause.toMillis() * Math.pow(2, failures - 1.0);
        double jitter = ThreadLocalRandom.current().nextDouble(0.75, 1.25);
        return Duration.ofMillis(Math.round(Math.min(doubled * jitter, longestPause.toMillis())));
    }
}
