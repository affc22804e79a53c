package io.resnet4j.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** Stdout, which remembers why it could not be written. {@code System.out} keeps that to itself, and results would be lost. */
final class Stdout extends OutputStream {
    /** A reader that has had enough, such as {@code head}, is no error that anybody wants to read of. */
    private static final String ENOUGH = "Broken pipe";

    private final OutputStream file = new FileOutputStream(FileDescriptor.out);
    private IOException failure;

    /** Results cannot be written any more, so that it is no use to go on; {@link #report} will say why. */
    static final class LostException extends IOException {
        private static final long serialVersionUID = 1;
    }

    /** Refuses to go on when what was printed did not arrive. */
    static void check(PrintWriter out) throws LostException {
        if (out.checkError()) {
            throw new LostException();
        }
    }

    /** Prints in the encoding that a terminal would be printed to, line by line. */
    PrintWriter writer() {
        String encoding = System.getProperty("stdout.encoding", System.getProperty("sun.stdout.encoding"));
        return new Printer(this, encoding == null ? Charset.defaultCharset() : Charset.forName(encoding));
    }

    /**
     * From here on {@code out} prints UTF-8, if it is ours: what programs read has one encoding, and an environment that
     * knows only ASCII would make question marks of all other letters.
     */
    static PrintWriter inUtf8(PrintWriter out) {
        if (out instanceof Printer printer) {
            printer.encode(StandardCharsets.UTF_8);
        }
        return out;
    }

    private static final class Printer extends PrintWriter {
        private final OutputStream bytes;

        Printer(OutputStream bytes, Charset charset) {
            super(bytes, true, charset);
            this.bytes = bytes;
        }

        void encode(Charset charset) {
            flush();
            out = new BufferedWriter(new OutputStreamWriter(bytes, charset));
        }
    }

    /** Says what was lost, if anything was, and returns the exit code that the command has then. */
    int report(int exitCode, PrintWriter err) {
        if (failure == null) {
            return exitCode;
        }
        if (!ENOUGH.equals(failure.getMessage())) {
            err.println(Main.complaint("stdout: the results could not be written: " + failure.getMessage()));
        }
        return 1;
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int count) throws IOException {
        try {
            file.write(bytes, start, count);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }
}
