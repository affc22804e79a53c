package io.resnet4j.cli;

import io.resnet4j.weights.PublishedWeights;
import io.resnet4j.weights.Registry;
import io.resnet4j.weights.WeightsCache;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "download",
        description = "Brings published weights into the cache, and prints where they are.",
        footer = {
            "",
            "What is in the cache already is not downloaded again; what was cut is resumed.",
            "",
            "Example: resnet4j weights download resnet50:V2 resnet18:DEFAULT"
        })
final class WeightsDownloadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", arity = "0..*", description = "Such as resnet50:V2; see 'resnet4j weights list'.")
    private List<String> names = new ArrayList<>();

    @Option(names = "--all", description = "All that are listed: 3.6 GB.")
    private boolean all;

    @Mixin
    private RegistryOptions options;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        WeightsNames.check(command, all, names, "the weights to download");
        Registry registry = options.registry();
        List<PublishedWeights> wanted = all
                ? registry.entries()
                : names.stream()
                        .map(name -> WeightsNames.named(command, registry, name, "write MODEL:NAME as in resnet50:V2"))
                        .toList();
        WeightsCache cache = options.cache(command);
        List<Downloaded> results =
                wanted.stream().map(weights -> get(weights, cache)).toList();
        return Downloaded.report(results, output);
    }

    private static Downloaded get(PublishedWeights weights, WeightsCache cache) {
        try {
            return new Downloaded(weights.id(), cache.get(weights), Optional.empty());
        } catch (IOException e) {
            return new Downloaded(weights.id(), cache.path(weights), Optional.of(Main.message(e)));
        }
    }
}
