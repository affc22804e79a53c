package io.resnet4j.cli;

import io.resnet4j.inference.Outputs.Activation;
import io.resnet4j.inference.Result;
import io.resnet4j.io.AtomicFile;
import io.resnet4j.io.NpyWriter;
import io.resnet4j.io.Printable;
import io.resnet4j.model.Network;
import io.resnet4j.model.Shape;
import io.resnet4j.vision.Photo;
import io.resnet4j.weights.Model;
import java.io.Closeable;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What some nodes make of photos, a {@code .npy} file each, with a row for each photo, and the photos' names in a text file,
 * with a line for each. Rows are written as they come. The files take their places when all are whole.
 */
final class ArrayFiles implements PhotoRun.Results, Closeable {
    private final List<Array> arrays = new ArrayList<>();
    private final Path namesPath;
    private final AtomicFile namesFile;
    private final Writer names;
    private int rows;

    private record Array(String node, Path path, Shape row, AtomicFile file, NpyWriter writer) {}

    /** With the photos' names in {@code names}. */
    ArrayFiles(Path names) throws IOException {
        namesPath = names;
        namesFile = AtomicFile.create(names);
        this.names = Channels.newWriter(namesFile.channel(), StandardCharsets.UTF_8);
    }

    /** The file that has what a node of {@code model} makes of a photo. */
    void add(Model model, String node, Path path) throws IOException {
        Network network = model.network();
        int side = model.preprocessing().crop();
        Shape row = network.shapes(Shape.of(network.channels(), side, side))
                .get(network.node(node).output());
        AtomicFile file = AtomicFile.create(path);
        try {
            arrays.add(new Array(node, path, row, file, new NpyWriter(file.channel(), row.dims())));
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public void add(Photo photo, Result result) throws IOException {
        for (Array array : arrays) {
            Activation activation = result.features().get(array.node());
            array.writer().write(activation.nchw());
        }
        names.write(Printable.of(photo.name()) + "\n"); // a line break in a name would shift all that follow
        rows++;
    }

    /** Puts the files in their places, and says on {@code out} what they hold. */
    void commit(PrintWriter out) throws IOException {
        for (Array array : arrays) {
            array.writer().finish();
            array.file().commit();
            out.printf("%s: %dx%s%n", Printable.of(array.path().toString()), rows, Table.shape(array.row()));
        }
        names.flush();
        namesFile.commit();
        out.printf(
                "%s: the names of the %d photos, in the order of the rows%n", Printable.of(namesPath.toString()), rows);
        out.flush();
    }

    /** Takes away what was not committed. */
    @Override
    public void close() throws IOException {
        for (Array array : arrays) {
            array.file().close();
        }
        namesFile.close();
    }
}
