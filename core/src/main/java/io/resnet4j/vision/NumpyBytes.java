package io.resnet4j.vision;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Pickle.Sequence;
import io.resnet4j.io.PickleGlobals;
import java.util.List;
import java.util.Optional;

/**
 * The three globals that numpy's arrays of bytes need in a pickle of Python 2. An array is made empty,
 * {@code _reconstruct(ndarray, (0,), "b")}, and then filled with {@code (1, shape, dtype("u1"), by columns, bytes)}.
 */
final class NumpyBytes implements PickleGlobals {
    private static final String REMEDY = "take the file as it was published";

    private final String file;

    /** Classes that the pickle names, and the one kind of number that arrays may have. */
    private enum Known {
        NDARRAY,
        UINT8
    }

    /** An array of unsigned bytes. */
    static final class Array {
        private List<Object> state = List.of();

        /**
         * Its bytes, one row behind the other.
         *
         * @throws MalformedFileException when it has not so many rows of so many bytes
         */
        byte[] rows(String file, int rows, int columns) throws MalformedFileException {
            if (state.size() != 5
                    || !(state.get(1) instanceof Sequence shape)
                    || state.get(2) != Known.UINT8
                    || !(state.get(3) instanceof Boolean byColumns)
                    || !(state.get(4) instanceof byte[] bytes)) {
                throw new MalformedFileException(file, "the array is not one of bytes as numpy writes them; " + REMEDY);
            }
            if (!shape.items().equals(List.of((long) rows, (long) columns)) || bytes.length != (long) rows * columns) {
                throw new MalformedFileException(
                        file,
                        "the array has %d bytes and the shape %s, expected %d labelled images of %d"
                                .formatted(bytes.length, text(shape), rows, columns));
            }
            return byColumns ? transposed(bytes, rows, columns) : bytes;
        }

        /** A list that may contain itself is not printed whole. */
        private static String text(Sequence shape) {
            return shape.items().stream()
                    .limit(3)
                    .map(item -> item instanceof Long ? item.toString() : "?")
                    .toList()
                    .toString();
        }

        private static byte[] transposed(byte[] columnwise, int rows, int columns) {
            byte[] rowwise = new byte[columnwise.length];
            for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                    rowwise[row * columns + column] = columnwise[column * rows + row];
                }
            }
            return rowwise;
        }
    }

    NumpyBytes(String file) {
        this.file = file;
    }

    @Override
    public Optional<Object> find(String module, String name) {
        return Optional.ofNullable(
                switch (module + "." + name) {
                    case "numpy.core.multiarray._reconstruct" -> (Callable) arguments -> new Array();
                    case "numpy.ndarray" -> Known.NDARRAY;
                    case "numpy.dtype" -> (Callable) this::dtype;
                    default -> null;
                });
    }

    private Known dtype(List<Object> arguments) throws MalformedFileException {
        if (arguments.isEmpty() || !arguments.get(0).equals("u1")) {
            throw malformed("the pickle holds an array of other numbers than bytes; " + REMEDY);
        }
        return Known.UINT8;
    }

    @Override
    public Object persistent(Object id) throws MalformedFileException {
        throw malformed("the pickle names an object that it does not hold; " + REMEDY);
    }

    /** A kind of number has a byte order and the like, which bytes have not. */
    @Override
    public void build(Object target, Object state) throws MalformedFileException {
        if (target instanceof Array array && array.state.isEmpty() && state instanceof Sequence filled) {
            array.state = filled.items();
        } else if (target != Known.UINT8) {
            throw malformed("the pickle gives attributes to something that has none; " + REMEDY);
        }
    }

    @Override
    public boolean python2() {
        return true;
    }

    @Override
    public String remedy() {
        return REMEDY;
    }

    private MalformedFileException malformed(String problem) {
        return new MalformedFileException(file, problem);
    }
}
