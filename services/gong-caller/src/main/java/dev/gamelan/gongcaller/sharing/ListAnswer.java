package dev.gamelan.gongcaller.sharing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An answer of Gong's with a list, seen as the bytes it came in: what is given on of it is not read
 * and written anew, so nothing of it is lost or changed.
 */
final class ListAnswer {
  private static final JsonFactory JSON = new JsonFactory();
  private static final Set<String> COUNTS = Set.of("totalRecords", "currentPageSize");

  private final Items form;
  private final byte[] body;
  private final List<Field> fields = new ArrayList<>();
  private final List<Field> records = new ArrayList<>();
  private final List<Item> items = new ArrayList<>();
  private boolean listed;

  private record Slice(int from, int to) {}

  private record Field(String name, Slice value) {}

  /**
   * @param content what the question for this id alone gets
   */
  private record Item(@Nullable String id, Slice whole, Slice content) {}

  private ListAnswer(Items form, byte[] body) {
    this.form = form;
    this.body = body;
  }

  /** Empty where the answer is none of this form. */
  static Optional<ListAnswer> read(Items form, byte[] body) {
    var answer = new ListAnswer(form, body);
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
      return parser.nextToken() == JsonToken.START_OBJECT && answer.fields(parser)
          ? Optional.of(answer)
          : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private boolean fields(JsonParser parser) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      int from = start(parser);
      if (name.equals(form.name())) {
        if (listed || token != JsonToken.START_ARRAY) {
          return false;
        }
        listed = true;
        while (parser.nextToken() == JsonToken.START_OBJECT) {
          items.add(item(parser));
        }
        if (parser.currentToken() != JsonToken.END_ARRAY) {
          return false;
        }
      } else if (name.equals("records") && form.paged() && token == JsonToken.START_OBJECT) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
          String inner = parser.currentName();
          parser.nextToken();
          records.add(new Field(inner, slice(parser)));
        }
      } else {
        fields.add(new Field(name, slice(parser)));
        continue;
      }
      fields.add(new Field(name, new Slice(from, end(parser))));
    }
    return listed && parser.nextToken() == null;
  }

  private Item item(JsonParser parser) {
    int from = start(parser);
    Found found = new Found();
    find(parser, form.idAt(), found);
    Slice whole = new Slice(from, end(parser));
    return new Item(found.id, whole, found.content == null ? whole : found.content);
  }

  private static final class Found {
    private @Nullable String id;
    private @Nullable Slice content;
  }

  /** Reads an object to its end, and what stands at the path in it. */
  private static void find(JsonParser parser, List<String> path, Found found) {
    while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
      boolean wanted = parser.currentName().equals(path.getFirst());
      JsonToken token = parser.nextToken();
      if (wanted && path.size() == 1 && token == JsonToken.VALUE_STRING) {
        found.id = parser.getString();
      } else if (wanted && path.size() > 1 && token == JsonToken.START_OBJECT) {
        int from = start(parser);
        find(parser, path.subList(1, path.size()), found);
        found.content = new Slice(from, end(parser));
      } else {
        parser.skipChildren();
      }
    }
  }

  private static Slice slice(JsonParser parser) {
    int from = start(parser);
    parser.skipChildren();
    if (parser.currentToken() == JsonToken.VALUE_STRING) {
      // Only then has it been read to its end.
      parser.getString();
    }
    return new Slice(from, end(parser));
  }

  private static int start(JsonParser parser) {
    return Math.toIntExact(parser.currentTokenLocation().getByteOffset());
  }

  private static int end(JsonParser parser) {
    return Math.toIntExact(parser.currentLocation().getByteOffset());
  }

  /** Of its items, as far as they have one. */
  List<String> ids() {
    return items.stream().map(Item::id).filter(Objects::nonNull).toList();
  }

  /** Whether it holds items of these ids only, all that there are, and counts them as expected. */
  boolean isFor(Collection<String> ids) {
    Set<String> known = new HashSet<>(ids);
    Set<String> seen = new HashSet<>();
    for (Item item : items) {
      if (item.id() == null || !known.contains(item.id())) {
        return false;
      }
      if (!seen.add(item.id()) && form.once()) {
        return false;
      }
    }
    return !form.paged() || countsAreThoseOf(items.size());
  }

  private boolean countsAreThoseOf(int size) {
    return records.stream().filter(field -> COUNTS.contains(field.name())).count() == COUNTS.size()
        && records.stream()
            .allMatch(
                field ->
                    switch (field.name()) {
                      case "totalRecords", "currentPageSize" ->
                          text(field.value()).equals(String.valueOf(size));
                      case "cursor" -> text(field.value()).equals("null");
                      default -> true;
                    });
  }

  private String text(Slice slice) {
    return new String(body, slice.from(), slice.to() - slice.from(), StandardCharsets.UTF_8);
  }

  /** The answer to the question for these ids; null where Gong would have refused it. */
  byte @Nullable [] of(Collection<String> ids) {
    Set<String> wanted = new HashSet<>(ids);
    List<Slice> own =
        items.stream().filter(item -> wanted.contains(item.id())).map(Item::whole).toList();
    if (own.isEmpty() && form.paged()) {
      return null;
    }
    var answer = new Answer();
    for (Field field : fields) {
      answer.name(field.name());
      if (field.name().equals(form.name())) {
        answer.list(own);
      } else if (field.name().equals("records") && form.paged()) {
        answer.records(own.size());
      } else {
        answer.copy(field.value());
      }
    }
    return answer.end();
  }

  /**
   * The answer to the question for this id by its own path; null where it is not here.
   *
   * @param alone what that answer calls its content
   */
  byte @Nullable [] one(String id, String alone) {
    Item found = items.stream().filter(item -> id.equals(item.id())).findFirst().orElse(null);
    if (found == null) {
      return null;
    }
    var answer = new Answer();
    fields.stream()
        .filter(field -> field.name().equals("requestId"))
        .forEach(
            field -> {
              answer.name(field.name());
              answer.copy(field.value());
            });
    answer.name(alone);
    answer.copy(found.content());
    return answer.end();
  }

  /** Writes an answer, mostly of slices of the one that came. */
  private final class Answer {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream(1_024);

    private void write(String text) {
      out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    private void name(String name) {
      write(out.size() == 0 ? "{\"" : ",\"");
      write(name);
      write("\":");
    }

    private void copy(Slice slice) {
      out.write(body, slice.from(), slice.to() - slice.from());
    }

    private void list(List<Slice> slices) {
      String before = "[";
      for (Slice slice : slices) {
        write(before);
        copy(slice);
        before = ",";
      }
      write(slices.isEmpty() ? "[]" : "]");
    }

    private void records(int count) {
      String before = "{\"";
      for (Field field : records) {
        write(before + field.name() + "\":");
        if (COUNTS.contains(field.name())) {
          write(String.valueOf(count));
        } else {
          copy(field.value());
        }
        before = ",\"";
      }
      write("}");
    }

    private byte[] end() {
      write("}");
      return out.toByteArray();
    }
  }
}
