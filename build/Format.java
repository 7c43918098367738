import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Checks or writes the source format of the whole tree ({@code Format.java check|write ROOT}).
 *
 * <p>A program of its own because google-java-format parses with the compiler of the JVM it runs
 * in, and Maven itself may run on an older one than the sources are written for.
 */
class Format {
  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git", ".gamelan");

  public static void main(String[] args) throws IOException, FormatterException {
    boolean write = args[0].equals("write");
    var formatter = new Formatter(JavaFormatterOptions.defaultOptions());
    List<Path> wrong = new ArrayList<>();
    for (Path file : sources(Path.of(args[1]))) {
      String is = Files.readString(file);
      String ought;
      try {
        String ordered =
            ImportOrderer.reorderImports(
                RemoveUnusedImports.removeUnusedImports(is), JavaFormatterOptions.Style.GOOGLE);
        ought = formatter.formatSource(ordered);
      } catch (FormatterException unreadable) {
        System.err.println(file + ": " + unreadable.getMessage());
        wrong.add(file);
        continue;
      }
      if (!ought.equals(is)) {
        wrong.add(file);
        if (write) {
          Files.writeString(file, ought);
        }
      }
    }
    if (write) {
      System.out.println("formatted " + wrong.size() + " files");
    } else if (!wrong.isEmpty()) {
      wrong.forEach(file -> System.err.println("not formatted: " + file));
      System.err.println("Run: mvn -N -q validate -Dformat=write");
      System.exit(1);
    }
  }

  private static List<Path> sources(Path root) throws IOException {
    List<Path> sources = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return NOT_OURS.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (file.toString().endsWith(".java")) {
              sources.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return sources;
  }
}
