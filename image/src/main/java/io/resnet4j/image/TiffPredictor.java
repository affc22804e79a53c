package io.resnet4j.image;

import io.resnet4j.image.TiffBlocks.Place;
import io.resnet4j.vision.ImageException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Rows whose samples were predicted from those of the pixel to the left: they are added up again. Floating-point rows
 * (predictor 3) were cut into planes first, the highest bytes of all samples before the second ones; each byte is then
 * predicted from the one as far to the left as a pixel has samples.
 *
 * @param rows where the differences come from
 * @param samples how many a pixel has
 * @param bytes of a sample
 */
record TiffPredictor(TiffRows rows, boolean floating, int samples, int bytes, ByteOrder order) implements TiffRows {
    @Override
    public void begin(byte[] file, Place place) throws ImageException {
        rows.begin(file, place);
    }

    @Override
    public void next(byte[] row) throws ImageException {
        rows.next(row);
        if (floating) {
            addBytes(row);
            join(row);
        } else if (bytes == 1) {
            addBytes(row);
        } else if (bytes == 2) {
            ByteBuffer values = ByteBuffer.wrap(row).order(order);
            for (int i = 2 * samples; i < row.length; i += 2) {
                values.putShort(i, (short) (values.getShort(i) + values.getShort(i - 2 * samples)));
            }
        } else {
            ByteBuffer values = ByteBuffer.wrap(row).order(order);
            for (int i = 4 * samples; i < row.length; i += 4) {
                values.putInt(i, values.getInt(i) + values.getInt(i - 4 * samples));
            }
        }
    }

    private void addBytes(byte[] row) {
        for (int sample = 0; sample < samples; sample++) {
            byte sum = 0;
            for (int i = sample; i < row.length; i += samples) {
                sum += row[i];
                row[i] = sum;
            }
        }
    }

    private void join(byte[] row) {
        byte[] planes = row.clone();
        int count = row.length / bytes;
        for (int i = 0; i < row.length; i++) {
            int plane = order == ByteOrder.BIG_ENDIAN ? i % bytes : bytes - 1 - i % bytes;
            row[i] = planes[plane * count + i / bytes];
        }
    }

    @Override
    public void close() {
        rows.close();
    }
}
