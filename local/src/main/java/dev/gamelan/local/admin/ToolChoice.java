package dev.gamelan.local.admin;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Which tools are meant: by name, by pattern, or by what they have in common. */
final class ToolChoice {
  @Parameters(
      paramLabel = "TOOL",
      arity = "0..*",
      description = "Names, or patterns such as 'gong_list_*'.")
  private List<String> patterns = new ArrayList<>();

  @Option(names = "--all", description = "All of them.")
  private boolean all;

  @Option(names = "--effect", description = "Only those that read, write or delete.")
  private @Nullable String effect;

  @Option(names = "--state", description = "Only those pending-review, approved or disabled.")
  private @Nullable String state;

  ToolChoice() {}

  ToolChoice(List<String> patterns, boolean all, @Nullable String effect, @Nullable String state) {
    this.patterns = patterns;
    this.all = all;
    this.effect = effect;
    this.state = state;
  }

  /** The names of those meant, of all there are; a pattern that means none is a slip. */
  List<String> of(List<JsonNode> tools) throws IOException {
    if (patterns.isEmpty() && !all && effect == null && state == null) {
      throw new IOException("Say which tools: their names, patterns, --all, --effect or --state.");
    }
    List<String> names = new ArrayList<>();
    for (String pattern : patterns) {
      Pattern wanted = glob(pattern);
      List<String> matching =
          tools.stream()
              .filter(tool -> wanted.matcher(name(tool)).matches())
              .filter(this::fits)
              .map(ToolChoice::name)
              .toList();
      if (matching.isEmpty()) {
        throw new IOException(
            "No tool is meant by %s. ./gamelan admin tools list shows them.".formatted(pattern));
      }
      names.addAll(matching);
    }
    if (patterns.isEmpty()) {
      tools.stream().filter(this::fits).map(ToolChoice::name).forEach(names::add);
    }
    List<String> once = names.stream().distinct().toList();
    if (once.isEmpty()) {
      throw new IOException("No tool is like that. ./gamelan admin tools list shows them.");
    }
    return once;
  }

  /** Those that are no longer offered are not decided about. */
  private boolean fits(JsonNode tool) {
    return !tool.path("state").asString().equals("REMOVED")
        && is(effect, tool.path("effect"))
        && is(state, tool.path("state"));
  }

  private static boolean is(@Nullable String wanted, JsonNode value) {
    return wanted == null
        || value.asString("").equals(wanted.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static String name(JsonNode tool) {
    return tool.path("name").asString();
  }

  private static Pattern glob(String pattern) {
    return Pattern.compile(
        Pattern.compile("\\*")
            .splitAsStream(pattern + "\0")
            .map(part -> Pattern.quote(part.replace("\0", "")))
            .collect(Collectors.joining(".*")));
  }
}
