package dev.understudy.workflow.definition;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Workflow files: those packaged under {@code workflows/}, and those in the user's directory, which
 * replace packaged ones of the same name. Read anew at each start of a run.
 */
public final class DefinitionFiles implements Definitions {
  private static final String FOLDER = "workflows";
  private static final String SUFFIX = ".yaml";

  private final ClassLoader loader;
  private final Path directory;
  private final DefinitionParser parser;

  /**
   * @param directory the user's workflow files; need not exist
   */
  public DefinitionFiles(ClassLoader loader, Path directory, Set<String> stepTypes) {
    this.loader = loader;
    this.directory = directory;
    this.parser = new DefinitionParser(stepTypes);
  }

  @Override
  public Definition get(String name) {
    Path own = directory.resolve(name + SUFFIX);
    if (name.matches("[A-Za-z0-9_-]+")) {
      String source = own.toString();
      String text = Files.isRegularFile(own) ? read(own) : null;
      if (text == null) {
        source = FOLDER + "/" + name + SUFFIX;
        text = packaged(source);
      }
      if (text != null) {
        return named(name, parser.parse(source, text));
      }
    }
    throw new UnderstudyException(
        ErrorClass.CONFIGURATION,
        "workflow " + name,
        "there is no workflow " + name + Nearest.hint(name, names()),
        "known are " + String.join(", ", names()) + "; own ones belong into " + directory,
        null);
  }

  @Override
  public List<String> names() {
    Set<String> names = new TreeSet<>();
    packagedNames().forEach(file -> addName(file, names));
    if (Files.isDirectory(directory)) {
      try (Stream<Path> files = Files.list(directory)) {
        files.forEach(file -> addName(file.getFileName().toString(), names));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return List.copyOf(names);
  }

  private static void addName(String file, Set<String> names) {
    if (file.endsWith(SUFFIX)) {
      names.add(file.substring(0, file.length() - SUFFIX.length()));
    }
  }

  private static Definition named(String name, Definition definition) {
    if (!definition.name().equals(name)) {
      String message = "the file is named " + name + ", so \"name\" must be " + name + " too";
      throw new DefinitionException(
          definition.source(), List.of(new DefinitionProblem(definition.source(), 1, 1, message)));
    }
    return definition;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UnderstudyException(
          ErrorClass.CONFIGURATION,
          file.toString(),
          "the workflow file cannot be read: " + e.getMessage(),
          "make it a readable file in UTF-8",
          e);
    }
  }

  private @Nullable String packaged(String resource) {
    try (InputStream in = loader.getResourceAsStream(resource)) {
      return in == null ? null : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<String> packagedNames() {
    List<String> names = new ArrayList<>();
    try {
      for (URL url : Collections.list(loader.getResources(FOLDER))) {
        URLConnection connection = url.openConnection();
        if (connection instanceof JarURLConnection jar) {
          names.addAll(inJar(jar.getJarFile()));
        } else {
          try (Stream<Path> files = Files.list(Path.of(url.toURI()))) {
            files.forEach(file -> names.add(file.getFileName().toString()));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException("a class path entry is no URI: " + e.getInput(), e);
    }
    return names;
  }

  private static List<String> inJar(JarFile jar) {
    String prefix = FOLDER + "/";
    return jar.stream()
        .map(entry -> entry.getName())
        .filter(entry -> entry.startsWith(prefix) && entry.lastIndexOf('/') < prefix.length())
        .map(entry -> entry.substring(prefix.length()))
        .toList();
  }
}
