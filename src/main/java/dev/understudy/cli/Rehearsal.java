package dev.understudy.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command for the launcher's archive of classes: before it, whatever a run on real hosts would
 * load is loaded, since the command itself reaches none.
 */
final class Rehearsal {
  private static final List<String> OURS =
      List.of(
          "dev/understudy",
          "com/jcraft/jsch",
          "org/postgresql",
          "org/bouncycastle/crypto/kems",
          "software/amazon/awssdk");

  /** Of the thousands of classes for requests to S3 and EC2, few are ever used. */
  private static final Pattern UNUSED =
      Pattern.compile(
          "software\\.amazon\\.awssdk\\.(services\\.s3\\.model\\.(?!ListObjectsV2|GetObjectRe|S3)"
              + "|services\\.ec2\\.|regions\\.servicemetadata).*");

  private static final List<String> PLATFORM =
      List.of(
          "java.base/com/sun/crypto/provider",
          "java.base/java/security",
          "java.base/javax/crypto",
          "java.base/javax/net/ssl",
          "java.base/sun/net/www",
          "java.base/sun/nio/ch",
          "java.base/sun/security/provider",
          "java.base/sun/security/rsa",
          "java.base/sun/security/ssl",
          "java.base/sun/security/util",
          "java.base/sun/security/x509",
          "java.xml/com/sun/org/apache/xerces/internal/impl",
          "java.xml/com/sun/xml/internal/stream",
          "java.xml/javax/xml/stream",
          "jdk.crypto.ec/sun/security/ec");

  private Rehearsal() {}

  public static void main(String[] args) throws IOException, URISyntaxException {
    URI jar = Rehearsal.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (FileSystem inside = FileSystems.newFileSystem(Path.of(jar), Map.of())) {
      for (String folder : OURS) {
        load(inside.getPath("/"), folder);
      }
    }
    for (String folder : PLATFORM) {
      Path modules = FileSystems.getFileSystem(URI.create("jrt:/")).getPath("/modules");
      load(modules.resolve(folder.substring(0, folder.indexOf('/'))), after(folder));
    }
    Main.main(args);
  }

  private static String after(String folder) {
    return folder.substring(folder.indexOf('/') + 1);
  }

  private static void load(Path root, String folder) throws IOException {
    try (Stream<Path> files = Files.walk(root.resolve(folder))) {
      files
          .map(file -> root.relativize(file).toString())
          .filter(name -> name.endsWith(".class") && !name.endsWith("-info.class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .filter(name -> !UNUSED.matcher(name).matches())
          .forEach(Rehearsal::load);
    }
  }

  private static void load(String name) {
    try {
      Class.forName(name, false, Rehearsal.class.getClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      // One that needs what is not there, such as another logging library, is never used either.
      return;
    }
  }
}
