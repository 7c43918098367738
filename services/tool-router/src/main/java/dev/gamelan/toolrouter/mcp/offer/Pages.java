package dev.gamelan.toolrouter.mcp.offer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.io.SerializedString;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.util.RawValue;

/** A list in pages, each written once, however often it is asked for. */
public final class Pages {
  public static final Pages NONE = new Pages("", List.of(new RawValue("[]")));

  private final String version;
  private final List<RawValue> written;

  /**
   * A page as it goes out.
   *
   * @param items a JSON array
   * @param next null on the last page
   */
  public record Page(RawValue items, @Nullable String next) {}

  private Pages(String version, List<RawValue> written) {
    this.version = version;
    this.written = written;
  }

  /**
   * @param version tells this list from every other, so that a cursor of another one is noticed
   */
  public static Pages of(
      String version, List<? extends Listed> items, int pageSize, JsonMapper mapper) {
    List<RawValue> written = new ArrayList<>();
    for (int from = 0; from == 0 || from < items.size(); from += pageSize) {
      ArrayNode page = JsonNodeFactory.instance.arrayNode();
      items
          .subList(from, Math.min(items.size(), from + pageSize))
          .forEach(item -> page.add(item.json()));
      written.add(new RawValue(new SerializedString(mapper.writeValueAsString(page))));
    }
    return new Pages(version, List.copyOf(written));
  }

  /** Empty where the cursor is not one of this list. */
  public Optional<Page> at(@Nullable String cursor) {
    if (cursor == null) {
      return Optional.of(page(0));
    }
    for (int number = 1; number < written.size(); number++) {
      if (cursor.equals(cursorOf(number))) {
        return Optional.of(page(number));
      }
    }
    return Optional.empty();
  }

  private Page page(int number) {
    return new Page(written.get(number), number + 1 < written.size() ? cursorOf(number + 1) : null);
  }

  private String cursorOf(int number) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((version + ":" + number).getBytes(StandardCharsets.UTF_8));
  }
}
