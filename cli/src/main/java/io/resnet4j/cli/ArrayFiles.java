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
    private final Target namesTarget;
    private final Writer names;
    private int rows;

    private record Target(Path path, AtomicFile file) implements Closeable {
        static Target of(Path path) throws IOException {
            return new Target(path, AtomicFile.create(path));
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private record Array(String node, Target target, Shape row, NpyWriter writer) {}

    /** With the photos' names in {@code names}. */
    ArrayFiles(Path names) throws IOException {
        namesTarget = Target.of(names);
        this.names = Channels.newWriter(namesTarget.file().channel(), StandardCharsets.UTF_8);
    }

    /** The file that has what a node of {@code model} makes of a photo. */
    void add(Model model, String node, Path path) throws IOException {
        Network network = model.network();
        int side = model.preprocessing().crop();
        Shape row = network.shapes(Shape.of(network.channels(), side, side))
                .get(network.node(node).output());
        Target target = Target.of(path);
        try {
            arrays.add(new Array(node, target, row, new NpyWriter(target.file().channel(), row.dims())));
        } catch (IOException e) {
            target.close();
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
            array.target().file().finish();
        }
        names.flush();
        namesTarget.file().finish();
        List<Path> placed = new ArrayList<>();
        for (Array array : arrays) {
            place(array.target(), placed);
            out.printf("%s: %dx%s%n", printable(array.target()), rows, Table.shape(array.row()));
        }
        place(namesTarget, placed);
        out.printf("%s: the names of the %d photos, in the order of the rows%n", printable(namesTarget), rows);
        out.flush();
    }

    /** The names come last: with them, the arrays beside them are of one run. */
    private static void place(Target target, List<Path> placed) throws IOException {
        try {
            target.file().commit();
        } catch (IOException e) {
            throw new IOException(
                    "%s cannot take its place (%s); new are %s, all others are as they were; run it again"
                            .formatted(target.path(), Main.message(e), placed),
                    e);
        }
        placed.add(target.path());
    }

    private static String printable(Target target) {
        return Printable.of(target.path().toString());
    }

    /** Takes away what was not committed. */
    @Override
    public void close() throws IOException {
        for (Array array : arrays) {
            array.target().close();
        }
        namesTarget.close();
    }
}
