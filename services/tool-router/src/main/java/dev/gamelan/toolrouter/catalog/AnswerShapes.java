package dev.gamelan.toolrouter.catalog;

import dev.gamelan.toolrouter.catalog.AnswerShape.Kind;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Gong's answers look like, by operation, read from a table with a row for each field. In a
 * field's path {@code []} means each element of a list, {@code {}} each value of an object whose
 * names are not fixed.
 */
public final class AnswerShapes {
  private static final String TABLE = "answers.tsv";
  private static final Pattern STEP = Pattern.compile("\\[]|\\{}|[^.\\[{]+");
  private static final AnswerShape UNKNOWN =
      new AnswerShape(EnumSet.of(Kind.OBJECT), Map.of(), null);

  private final Map<String, AnswerShape> byOperation = new HashMap<>();

  /** Reads the table on the class path; fails with a sentence that names the bad row. */
  public static AnswerShapes load() {
    try (InputStream table = AnswerShapes.class.getResourceAsStream(TABLE)) {
      if (table == null) {
        throw new BadCatalogException(TABLE, "the table is missing");
      }
      return new AnswerShapes(
          new BufferedReader(new InputStreamReader(table, StandardCharsets.UTF_8))
              .lines()
              .toList());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  AnswerShapes(List<String> rows) {
    Map<String, Part> answers = new TreeMap<>();
    for (String row : rows.subList(1, rows.size())) {
      String[] cells = row.split("\t", -1);
      if (cells.length != 3) {
        throw new BadCatalogException(
            TABLE, "'%s' is not operation, field and type".formatted(row));
      }
      try {
        Operation operation = Operation.of(cells[0]);
        answers
            .computeIfAbsent(operation.toString(), first -> new Part(EnumSet.of(Kind.OBJECT)))
            .put(STEP.matcher(cells[1]).results().map(step -> step.group()).iterator(), cells[2]);
      } catch (IllegalArgumentException problem) {
        throw new BadCatalogException(row, String.valueOf(problem.getMessage()));
      }
    }
    answers.forEach((operation, answer) -> byOperation.put(operation, answer.shape()));
  }

  /** JSON Schema 2020-12 of a tool's answers. */
  public ObjectNode outputSchema(Tool tool) {
    return of(tool).schema();
  }

  /**
   * The parts of an answer that are as published: all of it, unless Gong has changed something
   * since. A client that checks answers would otherwise refuse the whole of it.
   */
  public ObjectNode published(Tool tool, ObjectNode answer) {
    AnswerShape shape = of(tool);
    if (shape.fits(answer)) {
      return answer;
    }
    ObjectNode fitting = JsonNodeFactory.instance.objectNode();
    for (Map.Entry<String, JsonNode> field : answer.properties()) {
      AnswerShape known = shape.fields().get(field.getKey());
      if (known == null || known.fits(field.getValue())) {
        fitting.set(field.getKey(), field.getValue());
      }
    }
    return fitting;
  }

  private AnswerShape of(Tool tool) {
    return byOperation.getOrDefault(tool.operation().toString(), UNKNOWN);
  }

  /** A shape while its rows are read. */
  private static final class Part {
    private final Set<Kind> kinds;
    private final Map<String, Part> fields = new HashMap<>();
    private @Nullable Part element;

    Part(Set<Kind> kinds) {
      this.kinds = kinds;
    }

    /** A part's row comes before those of its own parts. */
    void put(Iterator<String> path, String type) {
      String step = path.next();
      boolean each = step.equals("[]") || step.equals("{}");
      Part known = each ? element : fields.get(step);
      if (path.hasNext()) {
        if (known == null) {
          throw new IllegalArgumentException("'%s' has no row before this one".formatted(step));
        }
        known.put(path, type);
      } else if (each) {
        element = new Part(Kind.of(type));
      } else {
        fields.put(step, new Part(Kind.of(type)));
      }
    }

    AnswerShape shape() {
      Map<String, AnswerShape> shapes = new HashMap<>();
      fields.forEach((name, part) -> shapes.put(name, part.shape()));
      return new AnswerShape(kinds, shapes, element == null ? null : element.shape());
    }
  }
}
