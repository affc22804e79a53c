package io.resnet4j.cli;

import io.resnet4j.cli.Drawing.Anchor;
import io.resnet4j.cli.Drawing.Pen;
import io.resnet4j.inference.ConfusionMatrix;
import io.resnet4j.vision.Image;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A confusion matrix as a picture: labels from top to bottom, predictions from left to right, each cell coloured by its share
 * of its row's images. Of few classes cells hold their counts; of more than {@value #MOST_NAMED} no names fit, and every so
 * many a number is written.
 */
final class ConfusionPicture {
    /** More would make a picture that no program shows. */
    static final int MOST_CLASSES = 2000;

    private static final int MOST_COUNTED = 20;
    private static final int MOST_NAMED = 150;

    private static final int SMALLEST_SIDE = 480;
    private static final int LARGE_SIDE = 1600;
    private static final int COUNTED_CELL = 44;
    private static final int NAMED_CELL = 12;
    private static final int TINY_CELL = 2;
    /** Below this side names are small. */
    private static final int SMALL_CELL = 16;
    /** From this side on a cell has a line around it. */
    private static final int RULED_CELL = 8;

    private static final int MARGIN = 24;
    private static final int GAP = 8;
    private static final int HEADING = 76;
    private static final int LONGEST_NAME = 230;
    private static final int SCALE_WIDTH = 14;
    private static final int SCALE_ROOM = 90;
    private static final int SCALE_HEIGHT = 240;
    private static final List<Integer> SCALE_PERCENTS = List.of(100, 50, 25, 10, 5, 1);
    private static final int MOST_NUMBERS = 11;

    private static final int FAINT = 0x5d6875;
    private static final int PALE = 0xb4bcc5;
    private static final int RULE = 0xe4e8ec;

    private static final Pen TITLE = new Pen(13, Drawing.INK, Anchor.START, false);
    private static final Pen TEXT = new Pen(9.5, FAINT, Anchor.START, false);
    private static final Pen AXIS = new Pen(10.5, Drawing.INK, Anchor.MIDDLE, false);
    private static final Pen COUNT = new Pen(9.5, Drawing.INK, Anchor.MIDDLE, false);
    private static final Pen NAME = new Pen(9.5, Drawing.INK, Anchor.END, false);
    private static final Pen SMALL_NAME = new Pen(7.5, Drawing.INK, Anchor.END, false);

    private final ConfusionMatrix matrix;
    private final int classes;
    private final int cell;
    private final Pen pen;
    private final List<String> rows;
    private final List<String> columns;
    private final boolean upright;
    private final int left;
    private final int below;
    private final Canvas canvas;
    private final int width;

    private ConfusionPicture(ConfusionMatrix matrix, List<String> names, List<String> labels) {
        this.matrix = matrix;
        classes = matrix.classes();
        cell = cell();
        pen = cell < SMALL_CELL ? SMALL_NAME : NAME;
        rows = fitted(names);
        columns = fitted(labels);
        upright = longest(columns) + GAP <= cell || classes > MOST_NAMED;
        left = MARGIN + 4 * GAP + longest(rows) + GAP;
        below = upright ? 4 * GAP : longest(columns) + 3 * GAP;
        width = left + side() + SCALE_ROOM + MARGIN;
        canvas = new Canvas(width, HEADING + side() + below + 2 * GAP + MARGIN);
    }

    /**
     * Draws a matrix.
     *
     * @param names what is shown in the images, class by class
     * @param labels what the model calls its classes
     * @param title what was measured
     * @param subtitle the result
     */
    static Image draw(ConfusionMatrix matrix, List<String> names, List<String> labels, String title, String subtitle) {
        ConfusionPicture picture = new ConfusionPicture(matrix, names, labels);
        picture.drawHeading(title, subtitle);
        picture.drawCells();
        picture.drawNames();
        picture.drawScale();
        return picture.canvas.image();
    }

    private int cell() {
        if (classes <= MOST_COUNTED) {
            int most = IntStream.range(0, classes).map(matrix::images).max().orElseThrow();
            int counted = (int) COUNT.length(Integer.toString(most)) + GAP;
            return Math.max(Math.max(COUNTED_CELL, counted), SMALLEST_SIDE / classes);
        }
        return classes <= MOST_NAMED
                ? Math.max(NAMED_CELL, 2 * SMALLEST_SIDE / classes)
                : Math.max(TINY_CELL, LARGE_SIDE / classes);
    }

    private int side() {
        return cell * classes;
    }

    /** What stands beside each row and below each column; nothing where there is no room. */
    private List<String> fitted(List<String> names) {
        if (classes <= MOST_NAMED) {
            return IntStream.range(0, classes)
                    .mapToObj(i -> StrokeFont.has(names.get(i)) ? names.get(i) : "class " + i)
                    .map(name -> pen.fitted(name, LONGEST_NAME))
                    .toList();
        }
        int step = numberStep(classes);
        return IntStream.range(0, classes)
                .mapToObj(i -> i % step == 0 ? Integer.toString(i) : "")
                .toList();
    }

    private int longest(List<String> texts) {
        return (int) Math.ceil(texts.stream().mapToDouble(pen::length).max().orElseThrow());
    }

    /** The smallest of 50, 100, 200, 500 and so on by which at most {@value #MOST_NUMBERS} numbers count to all classes. */
    private static int numberStep(int classes) {
        int step = 50;
        for (int i = 0; classes > step * MOST_NUMBERS; i++) {
            step = i % 3 == 2 ? step * 5 / 2 : step * 2;
        }
        return step;
    }

    private void drawHeading(String title, String subtitle) {
        int room = width - 2 * MARGIN;
        canvas.write(TITLE.fitted(title, room), MARGIN, MARGIN + GAP, TITLE);
        canvas.write(TEXT.fitted(subtitle, room), MARGIN, MARGIN + 4 * GAP, TEXT);
    }

    private void drawCells() {
        int line = cell >= RULED_CELL ? 1 : 0;
        canvas.fill(left - 1, HEADING - 1, side() + 2, side() + 2, PALE);
        canvas.fill(left, HEADING, side(), side(), RULE);
        for (int label = 0; label < classes; label++) {
            for (int prediction = 0; prediction < classes; prediction++) {
                int count = matrix.count(label, prediction);
                double share = (double) count / matrix.images(label);
                int x = left + prediction * cell;
                int y = HEADING + label * cell;
                canvas.fill(x, y, cell - line, cell - line, ColourScale.of(share));
                if (classes <= MOST_COUNTED) {
                    int ink = count == 0 ? PALE : ColourScale.inkOn(share);
                    Pen counted = new Pen(COUNT.height(), ink, Anchor.MIDDLE, false);
                    canvas.write(Integer.toString(count), x + cell / 2.0, y + cell / 2.0, counted);
                }
            }
        }
    }

    private void drawNames() {
        for (int i = 0; i < classes; i++) {
            double middle = i * cell + cell / 2.0;
            canvas.write(rows.get(i), left - GAP, HEADING + middle, pen);
            int bottom = HEADING + side() + GAP;
            if (upright) {
                canvas.write(columns.get(i), left + middle, bottom + GAP, pen.anchored(Anchor.MIDDLE));
            } else {
                canvas.write(columns.get(i), left + middle, bottom, pen.turned());
            }
        }
        canvas.write("label", MARGIN + GAP, HEADING + side() / 2.0, AXIS.turned());
        canvas.write("prediction", left + side() / 2.0, HEADING + side() + below + GAP, AXIS);
    }

    private void drawScale() {
        int x = left + side() + 2 * GAP;
        int beside = x + SCALE_WIDTH + GAP;
        for (int y = 0; y < SCALE_HEIGHT; y++) {
            double place = 1 - (double) y / SCALE_HEIGHT;
            canvas.fill(x, HEADING + y, SCALE_WIDTH, 1, ColourScale.at(place));
        }
        for (int percent : SCALE_PERCENTS) {
            double y = HEADING + SCALE_HEIGHT * (1 - ColourScale.place(percent / 100.0));
            canvas.write(percent + " %", beside, y, TEXT);
        }
        int none = HEADING + SCALE_HEIGHT + GAP;
        canvas.fill(x, none, SCALE_WIDTH, SCALE_WIDTH, PALE);
        canvas.fill(x + 1, none + 1, SCALE_WIDTH - 2, SCALE_WIDTH - 2, Canvas.WHITE);
        canvas.write("none", beside, none + SCALE_WIDTH / 2.0, TEXT);
        canvas.write("share of", x, none + 4 * GAP, TEXT);
        canvas.write("the row", x, none + 6 * GAP, TEXT);
    }
}
