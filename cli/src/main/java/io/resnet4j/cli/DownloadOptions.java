package io.resnet4j.cli;

import io.resnet4j.io.DownloadCache;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** Whether published files are downloaded, and from where. */
final class DownloadOptions {
    @Option(names = "--offline", description = "Download nothing (also RESNET4J_OFFLINE=1).")
    private boolean offline;

    @Option(
            names = "--mirror",
            paramLabel = "URL",
            description =
                    "Where to download from in place of the publisher's server (also RESNET4J_MIRROR for weights, RESNET4J_DATA_MIRROR for data sets).")
    private String mirror;

    /**
     * A cache that does as these options say, and says on stderr what it downloads.
     *
     * @param open makes it, given what is to be done to the one of the environment
     */
    <C> C cache(CommandSpec command, Function<UnaryOperator<DownloadCache>, C> open) {
        DownloadProgress progress = new DownloadProgress(command.commandLine().getErr());
        try {
            return open.apply(cache -> optioned(cache.withListener(progress)));
        } catch (IllegalArgumentException e) {
            throw Usage.wrong(command, e.getMessage());
        }
    }

    private DownloadCache optioned(DownloadCache cache) {
        DownloadCache mirrored = mirror == null ? cache : cache.withMirror(mirror);
        return offline ? mirrored.offline() : mirrored;
    }
}
