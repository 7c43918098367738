package dev.gamelan.gongcaller.sharing;

import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.ToolCallRequested;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a read asks Gong, so that two calls can be seen to ask the same, or of the same kind.
 *
 * <p>Nothing of who asks is in it, and nothing need be: Gong sees one identity whoever asks, and
 * what a caller may see of an answer is decided by the router, on the caller's own copy, each time
 * it is read. What policies changed about a request is in the request, so it makes another
 * question.
 */
public final class Question {
  private static final int LONGEST_BODY = 64 * 1024;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final String same;
  private final @Nullable Listed listed;
  private final @Nullable ItemList list;

  /**
   * A question for the items of some ids.
   *
   * @param kind equal where all but the ids is
   * @param alone asked for one id by its own path
   * @param rest the body without the ids
   */
  record Listed(ListForm form, String kind, List<String> ids, boolean alone, ObjectNode rest) {}

  private Question(String same, @Nullable Listed listed, @Nullable ItemList list) {
    this.same = same;
    this.listed = listed;
    this.list = list;
  }

  /** Empty for what never shares a request: writes, the unknown, and trials of credentials. */
  public static Optional<Question> of(ToolCallRequested call) {
    GongRequest request = call.getRequest();
    String text = request.getBody();
    if (call.getEffect() != Effect.READ
        || call.getCredentialGeneration() != null
        || request.getFile() != null
        || (text != null && text.length() > LONGEST_BODY)) {
      return Optional.empty();
    }
    try {
      JsonNode body = text == null ? null : JSON.readTree(text);
      return Optional.of(
          new Question(digest(request, body), listed(request, body), ItemList.of(request)));
    } catch (JacksonException | NumberFormatException notJson) {
      return Optional.empty();
    }
  }

  private static @Nullable Listed listed(GongRequest request, @Nullable JsonNode body) {
    if (!request.getQuery().isEmpty()) {
      return null;
    }
    if (body instanceof ObjectNode object && request.getMethod().equals("POST")) {
      return ListForm.of(request.getMethod(), request.getPath())
          .flatMap(form -> Optional.ofNullable(many(form, object)).stream())
          .findFirst()
          .orElse(null);
    }
    return body == null && request.getMethod().equals("GET") ? alone(request.getPath()) : null;
  }

  private static @Nullable Listed alone(String path) {
    int slash = path.lastIndexOf('/') + 1;
    String id = path.substring(slash);
    ListForm form = ListForm.besides(path.substring(0, slash)).orElse(null);
    if (form == null || !form.allows(id)) {
      return null;
    }
    ObjectNode rest = JSON.createObjectNode();
    rest.putObject(form.idsAt().getFirst());
    return new Listed(form, kind(form, rest), List.of(id), true, rest);
  }

  /** A list with an id twice, or with what cannot be an id, is for Gong to judge. */
  private static @Nullable Listed many(ListForm form, ObjectNode body) {
    if (!body.path("cursor").isMissingNode()) {
      return null;
    }
    ObjectNode rest = body.deepCopy();
    if (!(holder(rest, form) instanceof ObjectNode holder)) {
      return null;
    }
    JsonNode list = holder.remove(form.idsAt().getLast());
    if (list == null || !list.isArray() || list.isEmpty() || list.size() > form.most()) {
      return null;
    }
    List<String> ids = new ArrayList<>();
    for (JsonNode id : list) {
      if (!id.isString() || !form.allows(id.stringValue())) {
        return null;
      }
      ids.add(id.stringValue());
    }
    return new HashSet<>(ids).size() == ids.size()
        ? new Listed(form, kind(form, rest), List.copyOf(ids), false, rest)
        : null;
  }

  private static JsonNode holder(ObjectNode body, ListForm form) {
    return form.idsAt().size() == 1 ? body : body.path(form.idsAt().getFirst());
  }

  private static String kind(ListForm form, ObjectNode rest) {
    return digest(form + " " + JSON.writeValueAsString(rest));
  }

  private static String digest(GongRequest request, @Nullable JsonNode body) {
    var canonical = JSON.createArrayNode();
    canonical.add(request.getMethod()).add(request.getPath());
    request.getQuery().stream()
        .sorted(Comparator.comparing(QueryParameter::getName))
        .forEach(parameter -> canonical.add(parameter.getName()).add(parameter.getValue()));
    canonical.add(body == null ? "" : JSON.writeValueAsString(body));
    return digest(JSON.writeValueAsString(canonical));
  }

  private static String digest(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("This Java has no SHA-256", impossible);
    }
  }

  /** Equal where two calls ask exactly the same. */
  public String same() {
    return same;
  }

  /** Equal where two calls may share a request: where they ask the same, or may be merged. */
  public String kind() {
    return listed == null ? same : listed.kind();
  }

  /** Whether it asks for what has certain ids, and may be merged with others that do. */
  public boolean isMergeable() {
    return listed != null;
  }

  /** Whether it asks for one item by its own path, which may stand in the answer to a list too. */
  public boolean isForOneItem() {
    return listed != null && listed.alone();
  }

  /** The list it asks for, if others ask for that list's items by their own paths. */
  public Optional<ItemList> list() {
    return Optional.ofNullable(list);
  }

  /** How many requests to Gong some questions come to, as they share them. */
  public static int requests(Collection<Question> questions) {
    Map<String, Set<String>> parts = new HashMap<>();
    Map<String, Integer> most = new HashMap<>();
    for (Question question : questions) {
      Listed listed = question.listed;
      parts
          .computeIfAbsent(question.kind(), unseen -> new HashSet<>())
          .addAll(listed == null ? List.of(question.same) : listed.ids());
      most.putIfAbsent(question.kind(), listed == null ? 1 : listed.form().most());
    }
    int requests = 0;
    for (Map.Entry<String, Set<String>> kind : parts.entrySet()) {
      requests += Math.ceilDiv(kind.getValue().size(), most.getOrDefault(kind.getKey(), 1));
    }
    return requests;
  }

  @Nullable Listed listed() {
    return listed;
  }

  /** The request for all these ids. */
  static GongRequest merged(Listed kind, List<String> ids) {
    ListForm form = kind.form();
    ObjectNode body = kind.rest().deepCopy();
    if (holder(body, form) instanceof ObjectNode holder) {
      ids.forEach(holder.withArray(form.idsAt().getLast())::add);
    }
    return GongRequest.newBuilder()
        .setMethod("POST")
        .setPath(form.path())
        .setQuery(List.of())
        .setBody(JSON.writeValueAsString(body))
        .build();
  }
}
