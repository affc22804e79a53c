package io.resnet4j.cli;

import io.resnet4j.model.Catalogue;
import io.resnet4j.model.ResNetSpec;
import java.util.Iterator;

/** What the shell completes where a model is to be named. */
final class ModelNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
        return Catalogue.all().stream().map(ResNetSpec::name).iterator();
    }
}
