package io.resnet4j.cli;

import io.resnet4j.io.Printable;

/**
 * The web pages of reports: one file each, with its pictures inside, light or dark as the reader has it. Names of files and
 * classes may hold anything: they are text in it, and a page may load and run nothing.
 */
final class Page {
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
            %2$s</style>
            </head>
            <body>
            <header>
            <h1>%1$s</h1>
            %3$s</header>
            %4$s</body>
            </html>
            """;

    private Page() {}

    /**
     * The file.
     *
     * @param style rules for what this page has beside others
     * @param heading paragraphs below the title, as HTML
     * @param body HTML
     */
    static String of(String title, String style, String heading, String body) {
        return PAGE.formatted(escaped(title), style, heading, body);
    }

    /** A paragraph of a text. */
    static String paragraph(String text) {
        return "<p>%s</p>\n".formatted(escaped(text));
    }

    /** A text as HTML shows it, in an element or in quotes. */
    static String escaped(String text) {
        return Printable.of(text)
                .replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
