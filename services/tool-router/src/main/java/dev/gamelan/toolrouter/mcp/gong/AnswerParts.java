package dev.gamelan.toolrouter.mcp.gong;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes an answer apart that is too long for a language model: its longest list is cut, and each
 * part is the answer with a piece of that list. The same answer always falls into the same parts,
 * so that any instance can give any of them.
 */
final class AnswerParts {
  private final JsonMapper mapper;
  private final int mostBytes;

  AnswerParts(JsonMapper mapper, int mostBytes) {
    this.mapper = mapper;
    this.mostBytes = mostBytes;
  }

  /**
   * One part of an answer.
   *
   * @param list where the list that was cut stands in the answer; null where nothing was cut
   * @param first of the list's elements here, from 1 on
   * @param size of the whole list
   * @param wholeBytes of the whole answer
   */
  record Part(
      ObjectNode content,
      String text,
      int number,
      int of,
      @Nullable String list,
      int first,
      int last,
      int size,
      int wholeBytes) {
    boolean isWhole() {
      return of == 1;
    }
  }

  private record Found(ArrayNode list, String path, JsonPointer pointer) {}

  /**
   * @param number from 1 on; empty where the answer has fewer parts
   */
  Optional<Part> part(ObjectNode answer, int number) {
    String whole = mapper.writeValueAsString(answer);
    int bytes = utf8Length(whole);
    Found longest = bytes <= mostBytes ? null : longestList(answer, bytes);
    if (longest == null) {
      return number == 1
          ? Optional.of(new Part(answer, whole, 1, 1, null, 0, 0, 0, bytes))
          : Optional.empty();
    }
    List<Integer> starts = starts(longest.list(), bytes);
    if (number > starts.size()) {
      return Optional.empty();
    }
    int from = starts.get(number - 1);
    int to = number == starts.size() ? longest.list().size() : starts.get(number);
    ObjectNode content = with(answer, longest, from, to);
    return Optional.of(
        new Part(
            content,
            mapper.writeValueAsString(content),
            number,
            starts.size(),
            longest.path(),
            from + 1,
            to,
            longest.list().size(),
            bytes));
  }

  /** Goes down where a list's one element holds nearly everything, such as one long transcript. */
  private @Nullable Found longestList(ObjectNode answer, int bytes) {
    JsonNode at = answer;
    Found found = null;
    String path = "";
    JsonPointer pointer = JsonPointer.empty();
    while (true) {
      String name = longestField(at);
      if (name == null) {
        return found;
      }
      JsonNode field = at.get(name);
      path = path.isEmpty() ? name : path + "." + name;
      pointer = pointer.appendProperty(name);
      if (!(field instanceof ArrayNode list)) {
        at = field;
        continue;
      }
      if (list.size() > 1) {
        found = new Found(list, path, pointer);
      }
      int heaviest = heaviestElement(list);
      if (heaviest < 0 || bytesOf(list.get(heaviest)) <= bytes / 2) {
        return found;
      }
      path = "%s[%d]".formatted(path, heaviest);
      pointer = pointer.appendIndex(heaviest);
      at = list.get(heaviest);
    }
  }

  private @Nullable String longestField(JsonNode node) {
    String longest = null;
    int most = 0;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      int bytes = field.getValue().isContainer() ? bytesOf(field.getValue()) : 0;
      if (bytes > most) {
        most = bytes;
        longest = field.getKey();
      }
    }
    return longest;
  }

  private int heaviestElement(ArrayNode list) {
    int heaviest = -1;
    int most = 0;
    for (int index = 0; index < list.size(); index++) {
      int bytes = list.get(index).isContainer() ? bytesOf(list.get(index)) : 0;
      if (bytes > most) {
        most = bytes;
        heaviest = index;
      }
    }
    return heaviest;
  }

  /** An element that alone is too much has a part of its own. */
  private List<Integer> starts(ArrayNode list, int wholeBytes) {
    int around = wholeBytes - bytesOf(list);
    int room = Math.max(mostBytes / 8, mostBytes - around);
    List<Integer> starts = new ArrayList<>(List.of(0));
    int used = 0;
    for (int index = 0; index < list.size(); index++) {
      int bytes = bytesOf(list.get(index)) + 1;
      if (used > 0 && used + bytes > room) {
        starts.add(index);
        used = 0;
      }
      used += bytes;
    }
    return starts;
  }

  /** A copy of the way to the list alone: the answer itself is shared, and stays as it is. */
  private static ObjectNode with(ObjectNode answer, Found found, int from, int to) {
    ArrayNode piece = answer.arrayNode();
    for (int index = from; index < to; index++) {
      piece.add(found.list().get(index));
    }
    return (ObjectNode) replaced(answer, found.pointer(), piece);
  }

  private static JsonNode replaced(JsonNode at, JsonPointer where, ArrayNode piece) {
    if (where.matches()) {
      return piece;
    }
    if (at instanceof ObjectNode object) {
      ObjectNode copy = object.objectNode();
      for (Map.Entry<String, JsonNode> field : object.properties()) {
        boolean onTheWay = field.getKey().equals(where.getMatchingProperty());
        copy.set(
            field.getKey(),
            onTheWay ? replaced(field.getValue(), where.tail(), piece) : field.getValue());
      }
      return copy;
    }
    ArrayNode copy = ((ArrayNode) at).arrayNode();
    for (int index = 0; index < at.size(); index++) {
      copy.add(
          index == where.getMatchingIndex()
              ? replaced(at.get(index), where.tail(), piece)
              : at.get(index));
    }
    return copy;
  }

  private int bytesOf(JsonNode node) {
    return utf8Length(mapper.writeValueAsString(node));
  }

  private static int utf8Length(String text) {
    int bytes = 0;
    for (int index = 0; index < text.length(); index++) {
      char one = text.charAt(index);
      // Each half of a pair counts two of its four bytes.
      bytes += one < 0x80 ? 1 : one < 0x800 || Character.isSurrogate(one) ? 2 : 3;
    }
    return bytes;
  }
}
