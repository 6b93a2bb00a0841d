package io.gravmf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a module promises to who compiles against it: a line for each public type of the packages
 * that it exports and for each public or protected member. Recorded in {@code
 * src/main/module/api.txt}, so that a change of it is a change of that file, to be seen in review.
 */
public final class PublicApi {

  private static final Pattern EXPORT = Pattern.compile("exports ([a-z.]+);");

  private final Path module;
  private final Path classes;

  /**
   * Describes a module.
   *
   * @param module its folder of {@code module-info.java}
   * @param classes where its classes are
   */
  public PublicApi(Path module, Path classes) {
    this.module = module;
    this.classes = classes;
  }

  /**
   * Checks that all that is recorded is there, and logs what is new; {@code
   * -Dgravmf.api.write=true} records it anew.
   */
  public void requireRecorded() throws IOException, ClassNotFoundException {
    Path recorded = module.resolve("api.txt");
    List<String> lines = lines();
    if (Boolean.getBoolean("gravmf.api.write")) {
      Files.write(recorded, lines);
    }
    List<String> before = Files.readAllLines(recorded);
    List<String> removed = new ArrayList<>(before);
    removed.removeAll(lines);
    assertThat(removed)
        .as("gone from the public API, which breaks who uses it; " + recorded + " records it")
        .isEmpty();
    List<String> added = new ArrayList<>(lines);
    added.removeAll(before);
    if (!added.isEmpty()) {
      System.getLogger("api")
          .log(
              System.Logger.Level.WARNING,
              "new in the public API, to be recorded by -Dgravmf.api.write=true: {0}",
              String.join("; ", added));
    }
  }

  private List<String> lines() throws IOException, ClassNotFoundException {
    List<String> lines = new ArrayList<>();
    Matcher exports = EXPORT.matcher(Files.readString(module.resolve("module-info.java")));
    while (exports.find()) {
      Path folder = classes.resolve(exports.group(1).replace('.', '/'));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          String name = file.getFileName().toString();
          if (name.endsWith(".class") && !name.equals("package-info.class")) {
            String binary = exports.group(1) + "." + name.substring(0, name.length() - 6);
            Class<?> type = Class.forName(binary, false, PublicApi.class.getClassLoader());
            if (isSeen(type)) {
              lines.addAll(describe(type));
            }
          }
        }
      }
    }
    return lines;
  }

  private static boolean isSeen(Class<?> type) {
    boolean seen = !type.isAnonymousClass() && !type.isLocalClass();
    for (Class<?> each = type; each != null; each = each.getEnclosingClass()) {
      seen &= isSeen(each.getModifiers());
    }
    return seen;
  }

  private static boolean isSeen(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static List<String> describe(Class<?> type) {
    // That a type is sealed is told by what it permits; later JVMs say it beside.
    String declared = type.toGenericString().replaceFirst("\\b(non-)?sealed ", "");
    StringBuilder head = new StringBuilder(declared);
    if (type.getGenericSuperclass() != null) {
      head.append(" extends ").append(type.getGenericSuperclass().getTypeName());
    }
    for (var each : type.getGenericInterfaces()) {
      head.append(type.isInterface() ? " extends " : " implements ").append(each.getTypeName());
    }
    if (type.isSealed()) {
      for (Class<?> each : type.getPermittedSubclasses()) {
        head.append(" permits ").append(each.getTypeName());
      }
    }
    Set<String> members = new TreeSet<>();
    for (Field field : type.getDeclaredFields()) {
      if (isSeen(field.getModifiers()) && !field.isSynthetic()) {
        members.add("  " + field.toGenericString());
      }
    }
    for (Constructor<?> each : type.getDeclaredConstructors()) {
      addIfSeen(each, each.toGenericString(), members);
    }
    for (Method each : type.getDeclaredMethods()) {
      addIfSeen(each, each.toGenericString(), members);
    }
    List<String> lines = new ArrayList<>(List.of(head.toString()));
    lines.addAll(members);
    return lines;
  }

  private static void addIfSeen(Executable member, String text, Set<String> members) {
    if (isSeen(member.getModifiers()) && !member.isSynthetic()) {
      members.add("  " + text);
    }
  }
}
