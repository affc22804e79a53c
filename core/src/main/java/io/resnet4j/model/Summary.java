package io.resnet4j.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a network, or a part of one, is made of, and what it costs for one image: a row for each node and their sums.
 *
 * @param name of the network or part
 * @param rows in the order of the nodes; at least one
 */
public record Summary(String name, List<Row> rows) {
    private static final String STEM = "stem";
    private static final String HEAD = "head";
    private static final Pattern IN_STAGE = Pattern.compile("(layer\\d+)\\..*");

    /** A node and the shape of what it yields for that image. */
    public record Row(Node node, Shape output) {
        public String name() {
            return node.name();
        }

        /** The operation in a few words, such as {@code conv 3x3, 64 -> 128, stride 2}. */
        public String kind() {
            return node.op().accept(Kind.WORDS);
        }

        /** How many numbers training learns here. */
        public long parameters() {
            return node.parameterCount();
        }

        /** Of convolutions and linear layers, as torchvision counts; of no other operation. */
        public long multiplyAdds() {
            return node.op().multiplyAdds(output);
        }

        /** Size of the output in float32. */
        public long bytes() {
            return output.elements() * Float.BYTES;
        }
    }

    public Summary {
        rows = List.copyOf(rows);
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(name + " has no nodes to sum up");
        }
    }

    /**
     * The summary of {@code network} for one image.
     *
     * @param image {@code [channels, height, width]}
     * @throws IllegalArgumentException when an image of that shape does not pass through, naming the node
     */
    public static Summary of(Network network, Shape image) {
        Map<Value, Shape> shapes = network.shapes(image);
        List<Row> rows = network.nodes().stream()
                .map(node -> new Row(node, shapes.get(node.output())))
                .toList();
        return new Summary(network.name(), rows);
    }

    /** The stem, the stages {@code layer1}, {@code layer2}, ..., and the head. What has no stages is all stem. */
    public List<Summary> parts() {
        Map<String, List<Row>> parts = new LinkedHashMap<>();
        String part = STEM;
        for (Row row : rows) {
            Matcher stage = IN_STAGE.matcher(row.name());
            if (stage.matches()) {
                part = stage.group(1);
            } else if (!part.equals(STEM)) {
                part = HEAD;
            }
            parts.computeIfAbsent(part, first -> new ArrayList<>()).add(row);
        }
        return parts.entrySet().stream()
                .map(entry -> new Summary(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** The shape of what the last node yields. */
    public Shape output() {
        return rows.get(rows.size() - 1).output();
    }

    /** How many numbers training learns, without running statistics. */
    public long parameters() {
        return sum(Row::parameters);
    }

    /** Multiplications with a weight, each with its addition. */
    public long multiplyAdds() {
        return sum(Row::multiplyAdds);
    }

    /** {@link #multiplyAdds} in billions: what torchvision publishes as GFLOPS. */
    public double gigaflops() {
        return multiplyAdds() / 1e9;
    }

    /** Size in float32 of all outputs together, which is about what training keeps for its way back. */
    public long bytes() {
        return sum(Row::bytes);
    }

    private long sum(ToLongFunction<Row> figure) {
        return rows.stream().mapToLong(figure).sum();
    }
}
