package io.resnet4j.cli;

import io.resnet4j.inference.Classifier;
import io.resnet4j.inference.SessionOptions;
import io.resnet4j.model.Network;
import io.resnet4j.onednn.OneDnnEngine;
import io.resnet4j.weights.Model;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "features",
        customSynopsis = "resnet4j features [OPTIONS] --node=NAME... -o=DIR PHOTO...",
        description = "Saves what layers inside a network make of photos, as NumPy arrays.",
        footer = {
            "",
            "DIR gets NODE.npy for each node, photos x channels x height x width in 32-bit floats, and names.txt, the photos in"
                    + " the order of the rows.",
            "",
            "Photos that cannot be read have no row, and are listed on stderr; the exit code is then 1.",
            "",
            "Example: resnet4j features --model resnet50 --node layer4 holiday/ -o maps"
        })
final class FeaturesCommand implements Callable<Integer> {
    private static final String NAMES = "names.txt";

    @Spec
    private CommandSpec command;

    @Mixin
    private ModelOptions model;

    @Mixin
    private PhotoOptions photos;

    @Option(
            names = "--node",
            paramLabel = "NAME",
            required = true,
            description =
                    "A node that 'resnet4j summary MODEL' lists, such as layer1.0.relu; of a stage or block, such as"
                            + " layer4, the last. May be given several times.")
    private Set<String> nodes;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            required = true,
            description = "The folder for the arrays; made if it is not there.")
    private Path folder;

    @Override
    public Integer call() throws IOException {
        List<String> files = new ArrayList<>(List.of(NAMES));
        nodes.forEach(node -> files.add(file(node)));
        OutputPaths.checkFolder(folder, files);
        PhotoRun run = photos.prepare(model);
        SessionOptions options = run.options().withTaps(nodes.toArray(String[]::new));
        try (Model opened = model.open()) {
            checkNodes(opened.network());
            try (Classifier classifier = Classifier.open(new OneDnnEngine(), opened, options);
                    ArrayFiles arrays =
                            new ArrayFiles(Files.createDirectories(folder).resolve(NAMES))) {
                for (String node : nodes) {
                    arrays.add(opened, node, folder.resolve(file(node)));
                }
                int exitCode = run.save(classifier, arrays);
                arrays.commit(command.commandLine().getOut());
                return exitCode;
            }
        }
    }

    private static String file(String node) {
        return node + ".npy";
    }

    private void checkNodes(Network network) {
        try {
            nodes.forEach(network::node);
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, "--node: " + e.getMessage());
        }
    }
}
