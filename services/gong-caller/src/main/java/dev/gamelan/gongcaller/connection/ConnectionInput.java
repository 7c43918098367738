package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.connection.Administration.Loaded;
import dev.gamelan.gongcaller.connection.Administration.Wishes;
import dev.gamelan.gongcaller.gong.AccessKeyPair;
import dev.gamelan.gongcaller.oauth.OAuthApp;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what administrators send. No sentence of it repeats what was sent: it may be secret. */
final class ConnectionInput {
  static final Set<String> REGISTER =
      Set.of("name", "baseUrl", "title", "tags", "administrators", "credentials");
  static final Set<String> CHANGE = Set.of("baseUrl", "title", "tags", "administrators");
  static final Set<String> CREDENTIALS = Set.of("accessKey", "accessKeySecret", "expiresAt");
  static final Set<String> ROTATION = Set.of("lasts");
  static final Set<String> CONSENT = Set.of("clientId", "clientSecret", "scopes");
  static final Set<String> CHECK = Set.of("scopes");

  private static final Pattern SCOPE = Pattern.compile("[a-z][a-z:-]{1,99}");
  private static final int LARGEST = 64 * 1024;
  private static final Duration LONGEST_ROTATION = Duration.ofHours(4);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final JsonNode input;

  private ConnectionInput(JsonNode input) {
    this.input = input;
  }

  /** What was sent cannot be used; the message is the sentence for who sent it. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;
    private final String sentence;

    Unusable(String sentence) {
      super(sentence);
      this.sentence = sentence;
    }

    String sentence() {
      return sentence;
    }
  }

  static ConnectionInput read(byte[] body, Set<String> fields) throws Unusable {
    if (body.length > LARGEST) {
      throw new Unusable("The body is larger than 64 KB.");
    }
    JsonNode input;
    try {
      input = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException unreadable) {
      throw new Unusable("The body is not JSON.");
    }
    known(input, fields);
    return new ConnectionInput(input);
  }

  private static void known(JsonNode object, Set<String> fields) throws Unusable {
    if (!object.isObject() || !fields.containsAll(object.propertyNames())) {
      throw new Unusable(
          "The body is an object with no other fields than "
              + String.join(", ", fields.stream().sorted().toList())
              + ".");
    }
  }

  String name() throws Unusable {
    JsonNode name = input.path("name");
    if (!name.isString() || !Names.isName(name.asString())) {
      throw new Unusable(
          "The name has 1 to 63 lower-case letters, digits and hyphens, and begins with no hyphen.");
    }
    return name.asString();
  }

  Wishes wishes() throws Unusable {
    return new Wishes(
        text(input, "baseUrl", 300),
        text(input, "title", 200),
        texts("tags", 50, 100),
        texts("administrators", 50, 200));
  }

  @Nullable Loaded credentials() throws Unusable {
    JsonNode given = input.path("credentials");
    if (given.isMissingNode() || given.isNull()) {
      return null;
    }
    known(given, CREDENTIALS);
    return pair(given);
  }

  Loaded pair() throws Unusable {
    return pair(input);
  }

  private static Loaded pair(JsonNode given) throws Unusable {
    JsonNode key = given.path("accessKey");
    JsonNode secret = given.path("accessKeySecret");
    if (!key.isString() || !secret.isString()) {
      throw new Unusable("Credentials have an accessKey and an accessKeySecret, both texts.");
    }
    var pair = new AccessKeyPair(key.asString(), secret.asString());
    if (!pair.isUsable()) {
      throw new Unusable(
          "The accessKey has up to 200 printable characters and no colon, the accessKeySecret up to"
              + " 4096; neither has spaces.");
    }
    String end = text(given, "expiresAt", 64);
    try {
      return new Loaded(pair, end == null ? null : Instant.parse(end));
    } catch (DateTimeException unreadable) {
      throw new Unusable("expiresAt is a time such as 2027-01-31T00:00:00Z.");
    }
  }

  @Nullable OAuthApp app() throws Unusable {
    JsonNode id = input.path("clientId");
    JsonNode secret = input.path("clientSecret");
    if (id.isMissingNode() && secret.isMissingNode()) {
      return null;
    }
    var app = new OAuthApp(id.asString(""), secret.asString(""));
    if (!id.isString() || !secret.isString() || !app.isUsable()) {
      throw new Unusable(
          "clientId and clientSecret are texts of printable characters and go together; the"
              + " clientId has up to 200 and no colon, the clientSecret up to 4096.");
    }
    return app;
  }

  @Nullable List<String> scopes() throws Unusable {
    List<String> scopes = texts("scopes", 100, 100);
    if (scopes != null
        && (scopes.isEmpty() || !scopes.stream().allMatch(one -> SCOPE.matcher(one).matches()))) {
      throw new Unusable("scopes is a list of Gong's scopes, such as api:calls:read:basic.");
    }
    return scopes;
  }

  boolean flag(String field) throws Unusable {
    JsonNode value = input.path(field);
    if (!value.isMissingNode() && !value.isBoolean()) {
      throw new Unusable(field + " is true or false.");
    }
    return value.asBoolean(false);
  }

  @Nullable Duration lasts() throws Unusable {
    String lasts = text(input, "lasts", 32);
    if (lasts == null) {
      return null;
    }
    Duration duration;
    try {
      duration = Duration.parse(lasts);
    } catch (DateTimeException unreadable) {
      duration = Duration.ZERO;
    }
    if (!duration.isPositive() || duration.compareTo(LONGEST_ROTATION) > 0) {
      throw new Unusable("lasts is a duration such as PT15M, of four hours at most.");
    }
    return duration;
  }

  private static @Nullable String text(JsonNode object, String field, int longest) throws Unusable {
    JsonNode value = object.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    if (!value.isString() || !isPlain(value.asString(), longest)) {
      throw new Unusable(
          "%s is a text of up to %d characters on one line.".formatted(field, longest));
    }
    return value.asString();
  }

  private @Nullable List<String> texts(String field, int most, int longest) throws Unusable {
    JsonNode values = input.path(field);
    if (values.isMissingNode() || values.isNull()) {
      return null;
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode value : values) {
      if (value.isString() && !value.asString().isBlank() && isPlain(value.asString(), longest)) {
        texts.add(value.asString());
      }
    }
    if (!values.isArray() || texts.size() != values.size() || texts.size() > most) {
      throw new Unusable(
          "%s is a list of up to %d texts, each of up to %d characters on one line."
              .formatted(field, most, longest));
    }
    return texts.stream().distinct().toList();
  }

  private static boolean isPlain(String text, int longest) {
    return text.length() <= longest && text.chars().noneMatch(Character::isISOControl);
  }
}
