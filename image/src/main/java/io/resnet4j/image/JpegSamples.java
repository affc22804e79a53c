package io.resnet4j.image;

/** Keeps the samples of rows as they are, those of a pixel next to each other. For components of one size. */
final class JpegSamples implements JpegOutput {
    private final int[] places;
    private final int count;
    private final byte[] samples;

    /** Room for a frame. */
    JpegSamples(JpegFrame frame, JpegOrder order) {
        places = order.places(0, frame.width());
        count = frame.components().size();
        samples = new byte[count * places.length * frame.height()];
    }

    @Override
    public void row(int y, int[][] components) {
        for (int i = 0; i < count; i++) {
            int[] component = components[i];
            int at = y * places.length * count + i;
            for (int place : places) {
                samples[at] = (byte) component[place];
                at += count;
            }
        }
    }

    @Override
    public byte[] bytes() {
        return samples;
    }
}
