package io.resnet4j.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheFolderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RESNET4J_HOME=/r XDG_CACHE_HOME=/x | Linux | /r",
                "XDG_CACHE_HOME=/x | Linux | /x/resnet4j",
                "XDG_CACHE_HOME=relative | Linux | /home/me/.cache/resnet4j",
                "RESNET4J_HOME= | Linux | /home/me/.cache/resnet4j",
                "A=b | Mac OS X | /home/me/Library/Caches/resnet4j",
                "LOCALAPPDATA=/local | Windows 11 | /local/resnet4j",
                "A=b | Windows 11 | /home/me/AppData/Local/resnet4j",
            })
    void theFolderIsWhereTheSystemWantsCaches(String environment, String system, String expected) {
        Map<String, String> variables = Arrays.stream(environment.split(" "))
                .map(variable -> variable.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        assertEquals(Path.of(expected), CacheFolder.of(variables, system, "/home/me"));
    }
}
