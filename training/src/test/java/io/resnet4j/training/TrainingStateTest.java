package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.resnet4j.io.MalformedFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainingStateTest {
    @Test
    void everyTextIsNeededAndUnderstood() throws MalformedFileException {
        Map<String, String> texts = TrainingStates.after(2).toMetadata();
        assertEquals(TrainingStates.after(2), TrainingState.of("a", texts));
        for (String name : texts.keySet()) {
            Map<String, String> fewer = new LinkedHashMap<>(texts);
            fewer.remove(name);
            assertEquals("a: it lacks %s in its metadata".formatted(name), refusal(fewer));
            if (!name.matches(".*(configuration|history|data)")) {
                fewer.put(name, "some");
                assertEquals("a: %s in its metadata is no number that fits: 'some'".formatted(name), refusal(fewer));
            }
        }
    }

    @Test
    void whatContradictsItselfIsRefused() throws MalformedFileException {
        Map<String, String> texts = TrainingStates.after(2).toMetadata();
        texts.put("training.epochs", "3");
        assertEquals("a: 3 epochs are finished, and the history has 2", refusal(texts));
        texts.put("training.epochs", "-1");
        assertEquals("a: no run is in epoch -1 at step 3 of it, 23 in all, after 0.1 seconds", refusal(texts));
        assertThrows(IllegalArgumentException.class, () -> new TrainingPosition(0, 2, 1, Score.NONE, 0));
        assertThrows(IllegalArgumentException.class, () -> new TrainingPosition(0, 0, 0, Score.NONE, Double.NaN));
    }

    private static String refusal(Map<String, String> texts) {
        return assertThrows(MalformedFileException.class, () -> TrainingState.of("a", texts))
                .getMessage();
    }
}
