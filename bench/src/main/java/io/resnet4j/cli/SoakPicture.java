package io.resnet4j.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What memory is taken in the course of some work, as a picture; in the package of the command, whose drawing it shares. The first
 * tenth of the work is not shown: in it all is allocated that is kept, and what comes on top counts.
 */
public final class SoakPicture {
    private static final int WIDTH = 720;
    private static final int MARGIN = 56;
    private static final int TOP = 48;
    private static final int PLOT_WIDTH = WIDTH - 2 * MARGIN;
    private static final int PLOT_HEIGHT = 220;
    private static final int LEGEND = TOP + PLOT_HEIGHT + 64;
    private static final int HEIGHT = LEGEND + 24;
    private static final double THICKNESS = 1.5;
    private static final int[] COLOURS = {0x1f6feb, 0xd1570b};
    /** In percent of the work. */
    private static final int BEGIN = 10;

    private final List<String> names = new ArrayList<>();
    private final List<Plot.Line> lines = new ArrayList<>();

    /**
     * Adds a line, of which there are two at most.
     *
     * @param megabytes after equal shares of the work, of which the last is its end
     */
    public void add(String name, List<Double> megabytes) {
        List<Place> places = new ArrayList<>(List.of(new Place(BEGIN, 0)));
        for (int i = 0; i < megabytes.size(); i++) {
            places.add(new Place(BEGIN + (100.0 - BEGIN) * (i + 1) / megabytes.size(), megabytes.get(i)));
        }
        lines.add(new Plot.Line(places, THICKNESS, COLOURS[names.size()]));
        names.add(name);
    }

    /** The picture as SVG. */
    public String svg() {
        List<Double> heights = new ArrayList<>(List.of(0.0, 1.0)); // less than a megabyte is not to look like much
        lines.forEach(line -> line.values().forEach(place -> heights.add(place.y())));
        Axis up = Axis.around(Collections.min(heights), Collections.max(heights));
        Svg svg = new Svg(WIDTH, HEIGHT);
        new Plot("megabytes beside the heap", up, "percent of the work", Axis.counting(BEGIN, 100), lines)
                .draw(svg, new Plot.Frame(MARGIN, TOP, PLOT_WIDTH, PLOT_HEIGHT));
        int room = PLOT_WIDTH / COLOURS.length;
        for (int i = 0; i < names.size(); i++) {
            Plot.explain(svg, lines.get(i), names.get(i), MARGIN + room * i, LEGEND, room);
        }
        return svg.text("megabytes beside the heap since a tenth of the work was done");
    }
}
