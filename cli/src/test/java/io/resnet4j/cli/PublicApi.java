package io.resnet4j.cli;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What other modules and users can compile against, as text: each class that is public, and below it its public and
 * protected members, a line each, sorted by name. Names stand without {@code java.lang}.
 */
final class PublicApi {
    private PublicApi() {}

    /** That of the module which {@code inhabitant} is in. */
    static List<String> ofModuleWith(Class<?> inhabitant) {
        return new ClassFileImporter()
                .importUrl(inhabitant.getProtectionDomain().getCodeSource().getLocation()).stream()
                        .map(JavaClass::reflect)
                        .sorted(Comparator.comparing(Class::getName))
                        .flatMap(type -> of(type).stream())
                        .toList();
    }

    /** That of one class; nothing where it cannot be seen from other packages. */
    static List<String> of(Class<?> type) {
        if (!isVisible(type)) {
            return List.of();
        }
        List<String> members = new ArrayList<>();
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers()) && !field.isSynthetic()) {
                members.add(field.toGenericString() + constant(field));
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            addTo(members, constructor);
        }
        for (Method method : type.getDeclaredMethods()) {
            if (!isGiven(method, type)) {
                addTo(members, method);
            }
        }
        return Stream.concat(
                        Stream.of(header(type)),
                        members.stream()
                                .map(member -> "  " + withoutDeclarer(member, type))
                                .map(PublicApi::shortened)
                                .sorted())
                .toList();
    }

    private static String shortened(String line) {
        return line.replaceAll("\\bjava\\.lang\\.(?=[A-Z])", "");
    }

    private static void addTo(List<String> members, Executable executable) {
        if (isVisible(executable.getModifiers()) && !executable.isSynthetic()) {
            members.add(executable.toGenericString());
        }
    }

    /** All records and enums have these. */
    private static boolean isGiven(Method method, Class<?> type) {
        return type.isRecord() && List.of("equals", "hashCode", "toString").contains(method.getName())
                || type.isEnum() && List.of("values", "valueOf").contains(method.getName());
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static boolean isVisible(Class<?> type) {
        return isVisible(type.getModifiers())
                && !type.isSynthetic()
                && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
    }

    private static String header(Class<?> type) {
        String header = type.toGenericString().replaceFirst("\\b(non-)?sealed ", ""); // which newer JDKs say
        if (type.isRecord()) {
            header += Arrays.stream(type.getRecordComponents())
                    .map(part -> part.getGenericType().getTypeName() + " " + part.getName())
                    .collect(Collectors.joining(", ", "(", ")"));
        }
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class && !type.isRecord() && !type.isEnum()) {
            header += " extends " + parent.getTypeName();
        }
        return shortened(header
                + listed(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces())
                + (type.isSealed() ? listed(" permits ", type.getPermittedSubclasses()) : ""));
    }

    private static String listed(String before, Type[] types) {
        return types.length == 0
                ? ""
                : Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", ", before, ""));
    }

    /** Reflection puts the class's name before that of each member: {@code void a.B.close()}. */
    private static String withoutDeclarer(String member, Class<?> type) {
        int parameters = member.indexOf('(');
        String name = type.getTypeName() + ".";
        int at = member.lastIndexOf(name, parameters < 0 ? member.length() : parameters);
        return at < 0 ? member : member.substring(0, at) + member.substring(at + name.length());
    }

    /** The value of a constant is copied into the classes that use it. */
    private static String constant(Field field) {
        boolean isConstant = Modifier.isStatic(field.getModifiers())
                && Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
        if (!isConstant) {
            return "";
        }
        try {
            field.setAccessible(true); // those that only subclasses see are in it too
            return " = " + field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " cannot be read", e);
        }
    }
}
