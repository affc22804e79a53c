package io.resnet4j.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.resnet4j.io.MalformedFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
    private static final String HEADER =
            "epoch,step,learning rate,train loss,train accuracy,test loss,test accuracy,images/s,seconds\n";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void setUp() {
        file = folder.resolve("history.csv");
    }

    @Test
    void aFileIsWrittenForPeopleAndReadBack() throws IOException {
        History history = History.EMPTY
                .plus(new History.Row(1, 390, 0.1, 1.53214, 43.8125, 1.2107, 100 / 3.0, 3208.5, 15.6))
                .plus(new History.Row(2, 780, 1e-5, 0.9, 68, Double.NaN, Double.NaN, 3300, 15));
        history.write(file);
        assertEquals(
                HEADER
                        + "1,390,0.1,1.53214,43.8125,1.2107,33.333332,3208.5,15.6\n"
                        + "2,780,1.0E-5,0.9,68.0,,,3300.0,15.0\n",
                Files.readString(file));
        assertEquals(history, History.read(file));
        History.EMPTY.write(file);
        assertEquals(HEADER, Files.readString(file));
        assertEquals(History.EMPTY, History.read(file));
    }

    /** A third of a percent is no number of 32 bits; a run that resumes must not take its second 33.3 % for more than its first. */
    @Test
    void theBestIsTheSameBeforeAndAfterAFile() throws IOException {
        History history = History.EMPTY;
        for (int epoch = 1; epoch <= 3; epoch++) {
            history = history.plus(TrainingStates.row(epoch, 100 / 3.0));
        }
        assertEquals(1, history.best().orElseThrow().epoch());
        history.write(file);
        History resumed = History.read(file).plus(TrainingStates.row(4, 100 / 3.0));
        assertEquals(1, resumed.best().orElseThrow().epoch());
        assertEquals(
                5,
                resumed.plus(TrainingStates.row(5, 33.4)).best().orElseThrow().epoch());
    }

    @Test
    void whatWasNotTestedIsNotTheBest() {
        assertEquals(Optional.empty(), History.EMPTY.best());
        History untested = History.EMPTY.plus(TrainingStates.row(1, Double.NaN));
        assertEquals(Optional.empty(), untested.best());
        assertEquals(
                2, untested.plus(TrainingStates.row(2, 0)).best().orElseThrow().epoch());
    }

    @Test
    void epochsAreNeitherLostNorThereTwice() {
        History.Row second = TrainingStates.row(2, 90);
        assertThrows(IllegalArgumentException.class, () -> History.EMPTY.plus(second));
        History both = new History(List.of(TrainingStates.row(1, 90), second));
        assertThrows(IllegalArgumentException.class, () -> both.plus(second));
        assertEquals(2, both.rows().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2,20,0.1,1,1,1,1,1",
                "2,20,0.1,1,1,1,1,1,1,1",
                "2,20,fast,1,1,1,1,1,1",
                "2.5,20,0.1,1,1,1,1,1,1",
                "",
                "2,99999999999999999999,0.1,1,1,1,1,1,1"
            })
    void linesOfOtherKindsAreNamed(String line) throws IOException {
        Files.writeString(file, HEADER + "1,10,0.1,1,1,1,1,1,1\n" + line + "\n");
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> History.read(file));
        assertEquals("%s: line 3 is no epoch of a history: '%s'".formatted(file, line), e.getMessage());
    }

    @Test
    void otherFilesAndGapsAreRefused() throws IOException {
        Files.writeString(file, "epoch,loss\n1,0.5\n");
        MalformedFileException e = assertThrows(MalformedFileException.class, () -> History.read(file));
        assertTrue(e.getMessage().startsWith(file + ": it is no history of a run"), e.getMessage());
        Files.writeString(file, "");
        assertThrows(MalformedFileException.class, () -> History.read(file));
        Files.writeString(file, HEADER + "1,10,0.1,1,1,1,1,1,1\n3,30,0.1,1,1,1,1,1,1\n");
        e = assertThrows(MalformedFileException.class, () -> History.read(file));
        assertEquals(file + ": the history has a gap: epoch 1 is followed by epoch 3", e.getMessage());
    }
}
