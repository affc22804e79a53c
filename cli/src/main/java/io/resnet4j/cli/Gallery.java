package io.resnet4j.cli;

import io.resnet4j.io.Printable;
import io.resnet4j.vision.DataSet;
import io.resnet4j.vision.Image;
import io.resnet4j.vision.ImageDecoder;
import io.resnet4j.vision.Interpolation;
import io.resnet4j.vision.Labels;
import io.resnet4j.vision.Resize;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * A web page of mistakes, one file with its pictures inside. Names of files and classes may hold anything: they are text in
 * it, and the page may load and run nothing.
 */
final class Gallery {
    /** Longest side of a picture, in pixels. */
    private static final int SIDE = 160;

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
            <title>%1$s</title>
            <style>
            :root { color-scheme: light dark; --page: #f4f6f8; --card: #fff; --line: #dde3e9; --ink: #1d2733; --faint: #5a6673;
              --wrong: #b3261e; --right: #17663a }
            @media (prefers-color-scheme: dark) { :root { --page: #14181d; --card: #1d232a; --line: #323b45; --ink: #e3e8ed;
              --faint: #9ba7b4; --wrong: #ff9c91; --right: #7fd6a2 } }
            body { margin: 2rem auto; max-width: 76rem; padding: 0 1.25rem; background: var(--page); color: var(--ink);
              font: 15px/1.45 system-ui, sans-serif }
            h1 { font-size: 1.35rem; margin: 0; overflow-wrap: anywhere }
            header p { color: var(--faint); margin: .3rem 0 }
            ol { display: grid; grid-template-columns: repeat(auto-fill, minmax(11.5rem, 1fr)); gap: 1rem; list-style: none;
              margin: 1.5rem 0; padding: 0 }
            li { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: .75rem }
            .picture { display: flex; height: %3$dpx; align-items: center; justify-content: center; margin-bottom: .6rem }
            .picture p { color: var(--faint); font-size: .8rem; overflow-wrap: anywhere; overflow: auto; max-height: 100%% }
            .enlarged { image-rendering: pixelated }
            dl { display: grid; grid-template-columns: 1fr auto; column-gap: .5rem; margin: 0 }
            dt, dd { margin: 0; overflow-wrap: anywhere }
            dd { text-align: right; font-variant-numeric: tabular-nums }
            .wrong { color: var(--wrong); font-weight: 600 }
            .right { color: var(--right) }
            .file { color: var(--faint); font-size: .75rem; margin: .4rem 0 0; overflow-wrap: anywhere }
            </style>
            </head>
            <body>
            <header>
            <h1>%1$s</h1>
            <p>%2$s</p>
            <p>%4$s</p>
            </header>
            <ol>
            %5$s</ol>
            </body>
            </html>
            """;

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
    private final Labels labels;

    /** Of a data set's images, which are decoded again, and a model's classes. */
    Gallery(DataSet set, ImageDecoder decoder, Labels labels) {
        this.set = set;
        this.decoder = decoder;
        this.labels = labels;
    }

    /** The page; what to show of a result comes as text. */
    String page(List<Mistake> mistakes, String title, String summary) {
        String explanation = mistakes.isEmpty()
                ? "Every image was taken for what it is."
                : "Below, the images that were most surely taken for something else: first what for, then the label,"
                        + " with their probabilities.";
        StringBuilder cards = new StringBuilder();
        mistakes.forEach(mistake -> cards.append(card(mistake)));
        return PAGE.formatted(escaped(title), escaped(summary), SIDE, explanation, cards);
    }

    private String card(Mistake mistake) {
        return CARD.formatted(
                picture(mistake),
                escaped(labels.get(mistake.prediction())),
                percent(mistake.probability()),
                escaped(labels.get(mistake.sample().label())),
                percent(mistake.ofLabel()),
                escaped(mistake.sample().path()));
    }

    /** The picture; where the file has become unreadable since it was classified, the reason. */
    private String picture(Mistake mistake) {
        try {
            return picture(set.image(mistake.index(), decoder));
        } catch (IOException e) {
            return "<p>%s</p>".formatted(escaped(Main.message(e)));
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

    /** A text as HTML shows it, in an element or in quotes. */
    private static String escaped(String text) {
        return Printable.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
