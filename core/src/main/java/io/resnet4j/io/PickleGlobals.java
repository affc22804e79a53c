package io.resnet4j.io;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What a pickle may refer to beyond plain data. Whatever is not on this list is an error: no class is ever looked up,
 * and the only code that a pickle can reach is written here.
 */
public interface PickleGlobals {
    /** A function or a class of the whitelist: what it makes of its arguments. */
    interface Callable {
        Object call(List<Object> arguments) throws IOException;
    }

    /** What stands for the global {@code module.name}, often a {@link Callable}; empty refuses it. */
    Optional<Object> find(String module, String name);

    /** What stands for an object that the pickle names and does not hold. */
    Object persistent(Object id) throws IOException;

    /** Gives an object that a {@link Callable} made its attributes, or ignores them. */
    void build(Object target, Object state) throws IOException;

    /**
     * Whether Python 2 wrote the pickle, whose {@code str} are bytes: short ones, of up to 255, then become Latin-1 texts
     * and long ones a {@code byte[]}. Otherwise all are UTF-8 texts.
     */
    default boolean python2() {
        return false;
    }

    /** What a user can do about a pickle that holds something else, as a clause. */
    String remedy();
}
