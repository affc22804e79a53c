package io.resnet4j.training;

import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Printable;
import io.resnet4j.io.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * What came of each epoch of a run, as CSV:
 *
 * <pre>
 * epoch,step,learning rate,train loss,train accuracy,test loss,test accuracy,images/s,seconds
 * 1,390,0.1,1.5321,43.81,1.2107,56.3,3208.5,15.6
 * </pre>
 *
 * A checkpoint holds the history of its run, so that the file {@code history.csv} is no more than a copy of it for people: it is
 * written anew after each epoch and when the run resumes, and whatever became of it meanwhile, no epoch is lost or there twice.
 *
 * @param rows the epochs from the first on, without a gap
 */
public record History(List<Row> rows) {
    /** Of a run that begins. */
    static final History EMPTY = new History(List.of());

    private static final String HEADER =
            "epoch,step,learning rate,train loss,train accuracy,test loss,test accuracy,images/s,seconds";
    private static final int COLUMNS = HEADER.split(",").length;
    private static final long LARGEST = 16 << 20;

    /**
     * An epoch. Numbers with a fraction are rounded to 32 bits, as the file has them: a run that resumes compares what one that does
     * not compares.
     *
     * @param epoch its number, from 1 on
     * @param step how many steps the run had taken at its end
     * @param rate the learning rate of its last step
     * @param trainAccuracy in percent, of the batches as they were learnt
     * @param testLoss NaN where nothing was tested
     * @param testAccuracy in percent; NaN where nothing was tested
     * @param imagesPerSecond learnt
     * @param seconds from its beginning to its end, testing included
     */
    public record Row(
            int epoch,
            long step,
            double rate,
            double trainLoss,
            double trainAccuracy,
            double testLoss,
            double testAccuracy,
            double imagesPerSecond,
            double seconds) {
        /** Rounds. */
        public Row {
            rate = (float) rate;
            trainLoss = (float) trainLoss;
            trainAccuracy = (float) trainAccuracy;
            testLoss = (float) testLoss;
            testAccuracy = (float) testAccuracy;
            imagesPerSecond = (float) imagesPerSecond;
            seconds = (float) seconds;
        }

        private String line() {
            return DoubleStream.of(rate, trainLoss, trainAccuracy, testLoss, testAccuracy, imagesPerSecond, seconds)
                    .mapToObj(History::text)
                    .collect(Collectors.joining(",", epoch + "," + step + ",", "\n"));
        }
    }

    /** Refuses rows that are not all epochs from the first on. */
    public History {
        rows = List.copyOf(rows);
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).epoch() != i + 1) {
                throw new IllegalArgumentException("epoch %d is followed by epoch %d"
                        .formatted(i, rows.get(i).epoch()));
            }
        }
    }

    /** With one more epoch. */
    History plus(Row row) {
        List<Row> more = new ArrayList<>(rows);
        more.add(row);
        return new History(more);
    }

    /** The epoch with the highest test accuracy, the first of equals; empty where nothing was tested. */
    public Optional<Row> best() {
        return rows.stream()
                .filter(row -> !Double.isNaN(row.testAccuracy()))
                .max(Comparator.comparingDouble(Row::testAccuracy)
                        .thenComparing(Comparator.comparingInt(Row::epoch).reversed()));
    }

    /** Writes the file, in place of the one that is there. */
    void write(Path file) throws IOException {
        AtomicFile.write(file, toCsv().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads what {@link #write} wrote.
     *
     * @throws MalformedFileException when it is something else, naming the line
     */
    public static History read(Path file) throws IOException {
        byte[] bytes = WholeFile.read(file, LARGEST, "a history");
        return parse(file.toString(), new String(bytes, StandardCharsets.UTF_8));
    }

    /** The text of the file. */
    String toCsv() {
        return rows.stream().map(Row::line).collect(Collectors.joining("", HEADER + "\n", ""));
    }

    /** @param file where the text stands, for messages */
    static History parse(String file, String csv) throws MalformedFileException {
        List<String> lines = csv.lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new MalformedFileException(file, "it is no history of a run; those begin with the line " + HEADER);
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                rows.add(row(lines.get(i)));
            } catch (IllegalArgumentException e) {
                throw new MalformedFileException(
                        file,
                        "line %d is no epoch of a history: '%s'".formatted(i + 1, Printable.excerpt(lines.get(i))),
                        e);
            }
        }
        try {
            return new History(rows);
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, "the history has a gap: " + e.getMessage(), e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split(",", -1);
        if (cells.length != COLUMNS) {
            throw new IllegalArgumentException("%d cells, not %d".formatted(cells.length, COLUMNS));
        }
        double[] numbers = new double[COLUMNS];
        for (int i = 2; i < COLUMNS; i++) {
            numbers[i] = cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]);
        }
        return new Row(
                Integer.parseInt(cells[0]),
                Long.parseLong(cells[1]),
                numbers[2],
                numbers[3],
                numbers[4],
                numbers[5],
                numbers[6],
                numbers[7],
                numbers[8]);
    }

    private static String text(double number) {
        return Double.isNaN(number) ? "" : Float.toString((float) number);
    }
}
