package io.resnet4j.image;

/** Keeps the samples of rows as they are, those of a pixel next to each other. For components of one size. */
final class JpegSamples implements JpegOutput {
    private final int width;
    private final byte[] samples;

    /** Room for a frame. */
    JpegSamples(JpegFrame frame) {
        width = frame.width();
        samples = new byte[frame.components().size() * width * frame.height()];
    }

    @Override
    public void row(int y, int[][] components, int start) {
        int count = components.length;
        for (int i = 0; i < count; i++) {
            int[] component = components[i];
            int at = y * width * count + i;
            for (int x = start; x < start + width; x++, at += count) {
                samples[at] = (byte) component[x];
            }
        }
    }

    @Override
    public byte[] bytes() {
        return samples;
    }
}
