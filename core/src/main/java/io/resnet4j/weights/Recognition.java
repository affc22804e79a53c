package io.resnet4j.weights;

import io.resnet4j.io.MalformedFileException;
import io.resnet4j.io.Sha256;
import io.resnet4j.model.ResNetSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the name of a file says of it when published weights have that name, believed when the content agrees. */
record Recognition(Optional<PublishedWeights> weights, List<String> notes) {
    static final Recognition NONE = new Recognition(Optional.empty(), List.of());

    /** Finds out, when that is needed, what a file is for which a model was asked for, or none. */
    interface Finder {
        Recognition find(Optional<ResNetSpec> requested) throws IOException;
    }

    /**
     * Reads the whole file if its name is one of the registry's, and the model asked for, if any, is the one of that name.
     *
     * @throws MalformedFileException when no model was asked for, and the content is not the published one
     */
    static Recognition of(Path file, Optional<ResNetSpec> requested, Registry registry) throws IOException {
        String name = String.valueOf(file.getFileName());
        Optional<PublishedWeights> named = registry.ofFile(name);
        if (named.isEmpty()
                || requested.isPresent()
                        && !requested.get().name().equals(named.get().model())) {
            return NONE;
        }
        PublishedWeights weights = named.get();
        String published = weights.sha256Of(name).orElseThrow();
        String sha256 = Sha256.of(file); // a note beside it is anyone's; only those in our cache are ours
        if (sha256.startsWith(published)) {
            return new Recognition(named, List.of());
        }
        String differs = "its name is that of %s, whose SHA-256 begins with %s, and its own is %s"
                .formatted(weights.id(), published, sha256);
        if (requested.isEmpty()) {
            throw new MalformedFileException(
                    file.toString(), differs + "; download it again, or name the model if the weights are your own");
        }
        return new Recognition(Optional.empty(), List.of("The file is not what it is called: %s.".formatted(differs)));
    }
}
