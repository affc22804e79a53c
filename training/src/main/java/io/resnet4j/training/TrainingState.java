package io.resnet4j.training;

import io.resnet4j.io.MalformedFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Where a run stands, its tensors apart: with them, all that it takes to go on as if it had not been interrupted. Random numbers
 * need no state, for they are drawn from seed and position. {@code TrainingCheckpoint} has the format.
 *
 * @param history the epochs that are finished
 * @param configuration the resolved settings of the run, as text; one is the seed of all that is random
 * @param data checksums of what is learnt from and what is tested with
 */
public record TrainingState(TrainingPosition position, History history, String configuration, String data) {
    private static final String PREFIX = "training.";

    /** Under which the steps are that were taken in all. */
    static final String STEPS = PREFIX + "steps";

    /** Refuses a history of other epochs than those that are finished. */
    public TrainingState {
        if (history.rows().size() != position.epochs()) {
            throw new IllegalArgumentException("%d epochs are finished, and the history has %d"
                    .formatted(position.epochs(), history.rows().size()));
        }
    }

    /** The same run further on in its epoch. */
    TrainingState at(TrainingPosition further) {
        return new TrainingState(further, history, configuration, data);
    }

    /** The same run at the end of an epoch, which came out like this. */
    TrainingState plus(History.Row row) {
        TrainingPosition next = new TrainingPosition(row.epoch(), 0, position.steps(), Score.NONE, 0);
        return new TrainingState(next, history.plus(row), configuration, data);
    }

    /** The texts that {@link #of} reads, by their names. */
    Map<String, String> toMetadata() {
        Score score = position.score();
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(PREFIX + "epochs", Integer.toString(position.epochs()));
        texts.put(PREFIX + "steps_in_epoch", Integer.toString(position.stepsInEpoch()));
        texts.put(STEPS, Long.toString(position.steps()));
        texts.put(PREFIX + "loss", Double.toString(score.loss()));
        texts.put(PREFIX + "correct", Integer.toString(score.correct()));
        texts.put(PREFIX + "images", Integer.toString(score.images()));
        texts.put(PREFIX + "seconds", Double.toString(position.seconds()));
        texts.put(PREFIX + "history", history.toCsv());
        texts.put(PREFIX + "configuration", configuration);
        texts.put(PREFIX + "data", data);
        return texts;
    }

    /** @param file where the texts come from, for messages */
    static TrainingState of(String file, Map<String, String> texts) throws MalformedFileException {
        Reader reader = new Reader(file, texts);
        Score score = new Score(
                reader.number("loss", Double::valueOf),
                reader.number("correct", Integer::valueOf),
                reader.number("images", Integer::valueOf));
        History history = History.parse(file, reader.text("history"));
        try {
            TrainingPosition position = new TrainingPosition(
                    reader.number("epochs", Integer::valueOf),
                    reader.number("steps_in_epoch", Integer::valueOf),
                    reader.number("steps", Long::valueOf),
                    score,
                    reader.number("seconds", Double::valueOf));
            return new TrainingState(position, history, reader.text("configuration"), reader.text("data"));
        } catch (IllegalArgumentException e) {
            throw new MalformedFileException(file, e.getMessage(), e);
        }
    }

    private record Reader(String file, Map<String, String> texts) {
        String text(String name) throws MalformedFileException {
            String text = texts.get(PREFIX + name);
            if (text == null) {
                throw new MalformedFileException(file, "it lacks %s%s in its metadata".formatted(PREFIX, name));
            }
            return text;
        }

        <T> T number(String name, Function<String, T> parser) throws MalformedFileException {
            String text = text(name);
            try {
                return parser.apply(text);
            } catch (NumberFormatException e) {
                throw new MalformedFileException(
                        file, "%s%s in its metadata is no number that fits: '%s'".formatted(PREFIX, name, text), e);
            }
        }
    }
}
