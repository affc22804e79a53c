package io.resnet4j.image;

import com.sun.management.ThreadMXBean;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.ImageException;
import java.lang.management.ManagementFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Decodes a hostile image and says what went wrong: another end than an {@link ImageException} that names the file or
 * Pillow's pixels, too much time or too much memory.
 */
final class ImageHarness implements AutoCloseable {
    /** What Pillow was asked with, see {@code golden/hostile/pillow.py}: an image of more is to be refused. */
    static final int MOST_PIXELS = 1 << 22;

    static final Duration LONGEST = Duration.ofSeconds(1);
    static final long MOST_BYTES = 64 << 20;
    /** A bomb is known by its head. */
    static final Duration LONGEST_OF_A_BOMB = Duration.ofMillis(50);

    static final long MOST_BYTES_OF_A_BOMB = 16 << 20;
    /** After which a decoder is taken to hang. */
    private static final long HANGS_SECONDS = 30;

    /** How a decoding ended, and what it cost its thread: time of the processor, which others on the machine do not take. */
    private record Reading(Image image, Throwable failure, Duration time, long bytes) {
        /** The better of two, in each respect: of the first, loading classes may have been a part. */
        Reading orBetter(Reading again) {
            return new Reading(
                    again.image,
                    again.failure,
                    time.compareTo(again.time) < 0 ? time : again.time,
                    Math.min(bytes, again.bytes));
        }
    }

    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread daemon = new Thread(task, "hostile images");
        daemon.setDaemon(true);
        return daemon;
    });

    /** What is wrong with how {@code decoder} took the file; nothing, if all is well. */
    List<String> judge(ImageDecoder decoder, HostileImage file) throws InterruptedException {
        boolean bomb = file.demand() == HostileImage.Demand.BOMB;
        Duration longest = bomb ? LONGEST_OF_A_BOMB : LONGEST;
        Reading reading = read(decoder, file);
        int held = reading.image == null ? file.content().length : reading.image.rgb().length;
        long most = held + (bomb ? MOST_BYTES_OF_A_BOMB : MOST_BYTES);
        if (reading.time.compareTo(longest) > 0 || reading.bytes > most) {
            reading = reading.orBetter(read(decoder, file));
        }
        List<String> wrong = new ArrayList<>();
        if (reading.time.compareTo(longest) > 0) {
            wrong.add("time: %d ms".formatted(reading.time.toMillis()));
        }
        if (reading.bytes > most) {
            wrong.add("memory: %d KiB for a file of %d".formatted(reading.bytes >> 10, file.content().length >> 10));
        }
        if (reading.failure == null) {
            image(reading.image, file, wrong);
        } else {
            refusal(reading.failure, file, wrong);
        }
        return wrong;
    }

    private static void image(Image image, HostileImage file, List<String> wrong) {
        String size = image.width() + "x" + image.height();
        if (file.pillows().isEmpty()) {
            wrong.add("ending: it was decoded to %s, expected a refusal".formatted(size));
        } else if (!file.pillows().get().equals(new HostileImage.Pixels(size, sha256(image.rgb())))) {
            wrong.add("pixels: they are not Pillow's, %s".formatted(size));
        }
    }

    private static void refusal(Throwable failure, HostileImage file, List<String> wrong) {
        if (!(failure instanceof ImageException)) {
            wrong.add("exception: " + failure);
        } else if (!failure.getMessage().contains(file.name())) {
            wrong.add("message: it does not name the file: " + failure.getMessage());
        } else if (file.demand() == HostileImage.Demand.MUST) {
            wrong.add("ending: expected Pillow's pixels, got: " + failure.getMessage());
        } else if (file.causes().stream().noneMatch(failure.getMessage()::contains)) {
            wrong.add("message: one of %s expected, got: %s".formatted(file.causes(), failure.getMessage()));
        }
    }

    private Reading read(ImageDecoder decoder, HostileImage file) throws InterruptedException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try {
            return thread.submit(() -> {
                        long bytes = threads.getCurrentThreadAllocatedBytes();
                        long start = threads.getCurrentThreadCpuTime();
                        Image image = null;
                        Throwable failure = null;
                        try {
                            image = Objects.requireNonNull(decoder.decode(file.content(), file.name()));
                        } catch (Throwable e) {
                            // Errors of the machine included: that none of them is thrown, is what is tested.
                            failure = e;
                        }
                        Duration time = Duration.ofNanos(threads.getCurrentThreadCpuTime() - start);
                        return new Reading(image, failure, time, threads.getCurrentThreadAllocatedBytes() - bytes);
                    })
                    .get(HANGS_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return new Reading(null, e, Duration.ofSeconds(HANGS_SECONDS), 0);
        }
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JVM has SHA-256", e);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
