package io.resnet4j.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;

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
        Charset charset = encoding == null ? Charset.defaultCharset() : Charset.forName(encoding);
        return new PrintWriter(this, true, charset);
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
