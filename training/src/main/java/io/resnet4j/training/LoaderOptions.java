package io.resnet4j.training;

/**
 * How images are brought to a network.
 *
 * @param batchSize how many at a time
 * @param dropLast whether images that fill no batch at the end of an epoch are left out; they are others in each epoch
 * @param threads how many images are decoded and augmented at a time
 * @param memory bytes for images that stay in memory once they are decoded
 */
public record LoaderOptions(int batchSize, boolean dropLast, int threads, long memory) {
    /** Refuses to stand still. */
    public LoaderOptions {
        if (batchSize < 1 || threads < 1 || memory < 0) {
            throw new IllegalArgumentException(
                    "a batch has at least one image, someone decodes it, and memory is not negative; got %d, %d and %d"
                            .formatted(batchSize, threads, memory));
        }
    }

    /** The last batch is kept, a thread for each core decodes, and a quarter of the heap is for images. */
    public static LoaderOptions of(int batchSize) {
        Runtime machine = Runtime.getRuntime();
        return new LoaderOptions(batchSize, false, machine.availableProcessors(), machine.maxMemory() / 4);
    }

    /** With images left out that fill no batch, or not. */
    public LoaderOptions withDropLast(boolean drop) {
        return new LoaderOptions(batchSize, drop, threads, memory);
    }

    /** With so many threads. */
    public LoaderOptions withThreads(int count) {
        return new LoaderOptions(batchSize, dropLast, count, memory);
    }

    /** With so many bytes for images that stay in memory. */
    public LoaderOptions withMemory(long bytes) {
        return new LoaderOptions(batchSize, dropLast, threads, bytes);
    }

    /** How many batches so many images make. */
    int batches(int images) {
        int full = images / batchSize;
        return dropLast || images % batchSize == 0 ? full : full + 1;
    }
}
