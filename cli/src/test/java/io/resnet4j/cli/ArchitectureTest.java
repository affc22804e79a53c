package io.resnet4j.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.codeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The map of the house in CONTRIBUTING.md, as rules. */
class ArchitectureTest {
    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.resnet4j");

    /** Everything may use the JDK and its own package. */
    @ParameterizedTest
    @CsvSource({
        "model, ''",
        "io, ''",
        "vision, io.resnet4j.io",
        "weights, io.resnet4j.io io.resnet4j.model io.resnet4j.vision com.fasterxml.jackson..",
        "inference, io.resnet4j.io io.resnet4j.model io.resnet4j.vision io.resnet4j.weights",
        "inference.engine, io.resnet4j.io io.resnet4j.model io.resnet4j.weights io.resnet4j.inference",
        "image, io.resnet4j.io io.resnet4j.vision org.bytedeco.javacpp org.bytedeco.leptonica..",
        "openmp, com.sun.jna",
        "onednn, io.resnet4j.io io.resnet4j.model io.resnet4j.weights io.resnet4j.inference io.resnet4j.inference.engine io.resnet4j.openmp org.bytedeco.javacpp org.bytedeco.dnnl..",
        "training, io.resnet4j.io io.resnet4j.model io.resnet4j.vision io.resnet4j.weights io.resnet4j.inference com.fasterxml.jackson.. org.snakeyaml.engine..",
        "libtorch, io.resnet4j.io io.resnet4j.model io.resnet4j.vision io.resnet4j.weights io.resnet4j.inference io.resnet4j.training io.resnet4j.openmp org.bytedeco.javacpp org.bytedeco.pytorch..",
    })
    void packagesUseOnlyWhatLiesBelowThem(String name, String below) {
        String[] allowed = Stream.concat(
                        Stream.of("java..", "javax.net.ssl", "io.resnet4j." + name),
                        Stream.of(below.split(" ")).filter(part -> !part.isEmpty()))
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage("io.resnet4j." + name)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed)
                .check(HOUSE);
    }

    /** A package that no rule names would be bound by none. */
    @Test
    void everyPackageIsOnTheMap() {
        Set<String> packages = HOUSE.stream()
                .map(JavaClass::getPackageName)
                .filter(name -> !name.equals("io.resnet4j.testkit"))
                .collect(Collectors.toSet());
        assertEquals(
                Stream.of(
                                "model",
                                "io",
                                "vision",
                                "weights",
                                "inference",
                                "inference.engine",
                                "image",
                                "openmp",
                                "onednn",
                                "training",
                                "libtorch",
                                "cli")
                        .map(name -> "io.resnet4j." + name)
                        .collect(Collectors.toSet()),
                packages);
    }

    @Test
    void nativeTypesStayOutOfPublicSignatures() {
        codeUnits()
                .that()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .arePublic()
                .and()
                .areDeclaredInClassesThat()
                .resideInAPackage("io.resnet4j..")
                .should(mentionNoTypeOf("org.bytedeco", "com.sun.jna"))
                .check(HOUSE);
    }

    @Test
    void nothingEndsTheVirtualMachineButTheCommandsMain() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .callMethod(System.class, "exit", int.class)
                .check(HOUSE);
    }

    /** Small runtimes leave java.desktop out, and where it is, it needs the machine's fonts. */
    @Test
    void nothingDrawsWithTheDesktop() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.awt..", "javax.imageio..", "javax.swing..")
                .check(HOUSE);
    }

    @Test
    void theLibraryPrintsNothing() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.resnet4j.cli", "io.resnet4j.bench", "io.resnet4j.testkit")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .check(HOUSE);
    }

    private static ArchCondition<JavaCodeUnit> mentionNoTypeOf(String... packages) {
        DescribedPredicate<JavaClass> forbidden = DescribedPredicate.describe(
                "a native binding's type", type -> Stream.of(packages).anyMatch(type.getPackageName()::startsWith));
        return new ArchCondition<>("mention no type of a native binding") {
            @Override
            public void check(JavaCodeUnit unit, ConditionEvents events) {
                Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
                        .filter(forbidden)
                        .forEach(type -> events.add(SimpleConditionEvent.violated(
                                unit, unit.getFullName() + " mentions " + type.getName())));
            }
        };
    }
}
