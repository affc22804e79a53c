package io.resnet4j.cli;

import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Resize;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A web page of mistakes, with their pictures. */
final class Gallery {
    /** Longest side of a picture, in pixels. */
    private static final int SIDE = 160;

    private static final String STYLE = """
            ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); gap: 1rem; list-style: none;
              margin: 1.5rem 0; padding: 0 }
            li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem }
            .picture { display: flex; height: %dpx; align-items: center; justify-content: center; margin-bottom: .6rem }
            .picture p { color: var(--faint); font-size: .8rem; overflow-wrap: anywhere; overflow: auto; max-height: 100%% }
            .enlarged { image-rendering: pixelated }
            dl { display: grid; grid-template-columns: 1fr auto; column-gap: .5rem; margin: 0 }
            dt, dd { margin: 0; overflow-wrap: anywhere }
            dd { text-align: right; font-variant-numeric: tabular-nums }
            .wrong { color: var(--wrong); font-weight: 600 }
            .right { color: var(--right) }
            .file { color: var(--faint); font-size: .75rem; margin: .4rem 0 0; overflow-wrap: anywhere }
            """.formatted(SIDE);

    private static final String CARD = """
            <li>
            <div class="picture">%s</div>
            <dl>
            <dt class="wrong" title="prediction">%s</dt><dd class="wrong">%s</dd>
            <dt class="right" title="label">%s</dt><dd class="right">%s</dd>
            </dl>
            <p class="file">%s</p>
            </li>
            """;

    private final DataSet set;
    private final ImageDecoder decoder;
    private final List<String> names;
    private final List<String> labels;

    /**
     * Of a data set's images, which are decoded again.
     *
     * @param names what is shown in the images, class by class
     * @param labels what the model calls its classes
     */
    Gallery(DataSet set, ImageDecoder decoder, List<String> names, List<String> labels) {
        this.set = set;
        this.decoder = decoder;
        this.names = names;
        this.labels = labels;
    }

    /** The page; what to show of a result comes as text. */
    String page(List<Mistake> mistakes, String title, String summary) {
        String explanation = mistakes.isEmpty()
                ? "Every image was taken for what it is."
                : "Below, the images that were most surely taken for something else: first what for, then the label,"
                        + " with their probabilities.";
        String cards = mistakes.stream().map(this::card).collect(Collectors.joining("", "<ol>\n", "</ol>\n"));
        return Page.of(title, STYLE, Page.paragraph(summary) + Page.paragraph(explanation), cards);
    }

    private String card(Mistake mistake) {
        return CARD.formatted(
                picture(mistake),
                Page.escaped(labels.get(mistake.prediction())),
                percent(mistake.probability()),
                Page.escaped(names.get(mistake.sample().label())),
                percent(mistake.ofLabel()),
                Page.escaped(mistake.sample().path()));
    }

    /** The picture; where the file has become unreadable since it was classified, the reason. */
    private String picture(Mistake mistake) {
        try {
            return picture(set.image(mistake.index(), decoder));
        } catch (IOException e) {
            return Page.paragraph(Main.message(e));
        }
    }

    /** A small picture is shown several times as large, one as large as a photo is made smaller. */
    private static String picture(Image image) {
        int side = Math.max(image.width(), image.height());
        int factor = Math.max(1, SIDE / side);
        Image small = side <= SIDE
                ? image
                : Resize.resize(
                        image, scaled(image.width(), side), scaled(image.height(), side), Interpolation.LANCZOS);
        return "<img alt=\"\"%s width=\"%d\" height=\"%d\" src=\"data:image/png;base64,%s\">"
                .formatted(
                        factor > 1 ? " class=\"enlarged\"" : "",
                        factor * small.width(),
                        factor * small.height(),
                        Base64.getEncoder().encodeToString(PngWriter.encode(small)));
    }

    private static int scaled(int length, int side) {
        return Math.max(1, (int) Math.round((double) length * SIDE / side));
    }

    private static String percent(double probability) {
        return String.format(Locale.ROOT, "%.2f %%", 100 * probability);
    }
}
