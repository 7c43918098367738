package dev.gamelan.toolrouter.catalog;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialect;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.format.Format;
import com.networknt.schema.format.PatternFormat;
import dev.gamelan.schemas.Effect;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Decides whether a call's arguments may go to Gong, before anything is published.
 *
 * <p>Where language models often write a value in another form and only one reading of it is
 * possible, the value is taken in the right form; see {@link Leniency} for the rules. Everything
 * else that does not fit the tool's schema is a {@link Problem}.
 */
public final class ArgumentCheck {
  private static final int MAX_PROBLEMS = 8;

  /** The validator's own format knows the top-level domains of its day and refuses all others. */
  private static final Format EMAIL =
      PatternFormat.of("email", "^[^@\\s]{1,64}@[^@\\s.]+(?:\\.[^@\\s.]+)+$", "format.email");

  private final Map<String, Schema> compiled = new ConcurrentHashMap<>();
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          Dialect.builder(Dialects.getDraft202012()).format(EMAIL).build(),
          builder ->
              builder
                  .schemaCacheEnabled(false)
                  .schemaRegistryConfig(
                      SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  /** Never throws, whatever the arguments are; absent arguments are no arguments. */
  public CheckedArguments check(Tool tool, @Nullable JsonNode given) {
    JsonNode arguments = given == null || given.isNull() ? tool.inputSchema().objectNode() : given;
    Problem tooMuch = Bounds.problemWith(arguments);
    if (tooMuch != null) {
      return new CheckedArguments.Invalid(List.of(tooMuch));
    }
    Leniency leniency = new Leniency(tool.effect() == Effect.READ);
    JsonNode read = leniency.read(arguments, tool.inputSchema());
    if (!(read instanceof ObjectNode object)) {
      return new CheckedArguments.Invalid(
          List.of(
              new Problem("arguments", "must be a JSON object", Expectation.given(read), true)));
    }
    Map<String, Problem> problems = new LinkedHashMap<>();
    leniency.problems().forEach(problem -> problems.putIfAbsent(problem.argument(), problem));
    for (Error error : schemaOf(tool).validate(object)) {
      Problem problem = Expectation.problem(tool.inputSchema(), error);
      problems.putIfAbsent(problem.argument(), problem);
    }
    if (problems.isEmpty() && tool.file() != null) {
      problemWithFile(object).forEach(problem -> problems.put(problem.argument(), problem));
    }
    return problems.isEmpty()
        ? new CheckedArguments.Valid(object)
        : new CheckedArguments.Invalid(inOrder(tool, problems.values()));
  }

  private Schema schemaOf(Tool tool) {
    return compiled.computeIfAbsent(tool.name(), name -> registry.getSchema(tool.inputSchema()));
  }

  private static List<Problem> inOrder(Tool tool, Iterable<Problem> problems) {
    List<Problem> sorted = new ArrayList<>();
    problems.forEach(sorted::add);
    List<String> names = tool.arguments().stream().map(Argument::name).toList();
    sorted.sort(
        Comparator.comparingInt(
            problem -> {
              int position = names.indexOf(problem.argument().split("[.\\[]", 2)[0]);
              return position < 0 ? names.size() : position;
            }));
    return List.copyOf(sorted.subList(0, Math.min(sorted.size(), MAX_PROBLEMS)));
  }

  private static List<Problem> problemWithFile(ObjectNode arguments) {
    String content = arguments.path(UploadedFile.CONTENT).asString("");
    try {
      if (Base64.getDecoder().decode(content).length > UploadedFile.MAX_BYTES) {
        return List.of(
            new Problem(UploadedFile.CONTENT, "must hold at most 5 MB once decoded", "", true));
      }
      return List.of();
    } catch (IllegalArgumentException notBase64) {
      return List.of(
          new Problem(
              UploadedFile.CONTENT,
              "must be the file in standard base64, without line breaks or a data: prefix",
              "",
              true));
    }
  }
}
