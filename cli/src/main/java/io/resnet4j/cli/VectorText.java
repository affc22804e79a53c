package io.resnet4j.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.resnet4j.inference.Result;
import io.resnet4j.vision.Photo;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** Photos' vectors as text, a line for each photo. */
final class VectorText {
    private VectorText() {}

    /** What writes them as the user wants them. */
    static PhotoRun.Results to(Writer out, EmbedCommand.Format format) throws IOException {
        return format == EmbedCommand.Format.CSV ? new Rows(new Csv(out)) : new Lines(out);
    }

    /** The file, then a number a column. The heading waits for the first, which says how many. */
    private static final class Rows implements PhotoRun.Results {
        private final Csv csv;
        private boolean begun;

        Rows(Csv csv) {
            this.csv = csv;
        }

        @Override
        public void add(Photo photo, Result result) throws IOException {
            float[] embedding = result.embedding();
            if (!begun) {
                begun = true;
                writeHeading(embedding.length);
            }
            List<Object> cells = new ArrayList<>(List.of(photo.name()));
            for (float number : embedding) {
                cells.add(number);
            }
            csv.row(cells);
        }

        private void writeHeading(int numbers) throws IOException {
            List<String> heading = new ArrayList<>(List.of("file"));
            for (int i = 0; i < numbers; i++) {
                heading.add("f" + i);
            }
            csv.row(heading);
        }
    }

    /** A JSON object a line. */
    private static final class Lines implements PhotoRun.Results {
        private final JsonGenerator json;

        Lines(Writer out) throws IOException {
            json = new JsonFactory().setRootValueSeparator(null).createGenerator(out);
        }

        @Override
        public void add(Photo photo, Result result) throws IOException {
            json.writeStartObject();
            json.writeStringField("file", photo.name());
            OutputOptions.writeNumbers("embedding", result.embedding(), json);
            end();
        }

        @Override
        public void addFailure(Photo photo, String error) throws IOException {
            json.writeStartObject();
            json.writeStringField("file", photo.name());
            json.writeStringField("error", error);
            end();
        }

        private void end() throws IOException {
            json.writeEndObject();
            json.writeRaw('\n');
            json.flush();
        }
    }
}
