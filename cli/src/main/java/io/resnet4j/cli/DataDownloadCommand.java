package io.resnet4j.cli;

import io.resnet4j.io.DownloadCache;
import io.resnet4j.vision.PublishedData;
import java.io.IOException;
import java.nio.file.Path;
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
        description = "Brings published data sets into the cache, and prints where they are.",
        footer = {
            "",
            "What is there already is not downloaded again; what was cut is resumed. Files stay packed, and are read so.",
            "",
            "Examples:",
            "  resnet4j data download cifar10",
            "  resnet4j validate --model resnet20 cifar10"
        })
final class DataDownloadCommand implements Callable<Integer> {
    @Spec
    private CommandSpec command;

    @Parameters(paramLabel = "NAME", arity = "1..*", description = "cifar10 (170 MB) or cifar100 (169 MB).")
    private List<PublishedData> names;

    @Option(
            names = "--dir",
            paramLabel = "DIR",
            description = "The folder to bring them to. Default: data in RESNET4J_HOME, or in the system's caches.")
    private Path folder;

    @Mixin
    private DownloadOptions downloads;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws IOException {
        DownloadCache cache = cache();
        List<Downloaded> results = names.stream().map(data -> get(data, cache)).toList();
        return Downloaded.report(results, output);
    }

    private DownloadCache cache() {
        DownloadCache cache = downloads.cache(command, options -> options.apply(PublishedData.cache(System.getenv())));
        return folder == null ? cache : cache.withFolder(folder);
    }

    private static Downloaded get(PublishedData data, DownloadCache cache) {
        try {
            return new Downloaded(data.toString(), cache.get(data.file()), Optional.empty());
        } catch (IOException e) {
            return new Downloaded(data.toString(), cache.path(data.file()), Optional.of(Main.message(e)));
        }
    }
}
