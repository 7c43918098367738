package dev.gamelan.toolrouter.visibility;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.toolcall.AnswerFilter;
import dev.gamelan.toolrouter.toolcall.Outcome;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.visibility.Carried.Kind;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Leaves in Gong's answers what their reader would see in Gong; fails closed. */
@Component
@EnableConfigurationProperties(VisibilityProperties.class)
final class VisibilityFilter implements AnswerFilter {
  private static final String REQUEST_ID = "requestId";
  private static final String ERRORS = "errors";
  private static final String NO_SUCH_CALL =
      "There is no such call that you may see in Gong. Trying again does not help.";
  private static final String NOT_THE_CALLS =
      "This would change calls that you may not see in Gong, so Gong was not asked. Trying again"
          + " does not help.";
  private static final String MADE_OF_ALL =
      "This answer is made of calls that cannot be told apart, and you may not see all calls in"
          + " Gong, so it is not shown. Trying again does not help.";
  private static final String NOBODY =
      "Gong knows no user by your name or email, so no calls are shown to you. Ask whoever governs"
          + " this installation to say who you are in Gong.";

  /** What is said twice could be read in two ways. */
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(64)
                          .maxDocumentLength(16L * 1024 * 1024)
                          .build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private final CarriedTable table;
  private final Standings standings;
  private final CallFactsSeen seen;
  private final CallLookup lookup;
  private final VisibilityTrail trail;

  VisibilityFilter(
      CarriedTable table,
      Standings standings,
      CallFactsSeen seen,
      CallLookup lookup,
      VisibilityTrail trail) {
    this.table = table;
    this.standings = standings;
    this.seen = seen;
    this.lookup = lookup;
    this.trail = trail;
  }

  @Override
  public @Nullable Objection objection(ToolCall call, Tool tool, ObjectNode arguments) {
    Carried carried = table.of(tool.operation());
    if (carried.kind() == Kind.NOTHING
        || !(standings.of(call.caller(), call.connection())
            instanceof Standing.Watched(boolean enforced, Standing.View view))
        || !enforced) {
      return null;
    }
    return switch (view) {
      case Standing.View.Unknown(String sentence) ->
          new Objection(Outcome.VISIBILITY_UNKNOWN, sentence, true);
      case Standing.View.Nobody() -> new Objection(Outcome.NOT_VISIBLE, NOBODY, false);
      case Standing.View.Of(Sight sight) ->
          switch (carried.kind()) {
            case ALL ->
                sight.seesAll() ? null : new Objection(Outcome.NOT_VISIBLE, MADE_OF_ALL, false);
            case SENT -> objectionToChange(call.connection(), carried, arguments, sight);
            default -> null;
          };
    };
  }

  private @Nullable Objection objectionToChange(
      String connection, Carried carried, ObjectNode arguments, Sight sight) {
    Set<String> named = new TreeSet<>();
    if (carried.list().isEmpty()) {
      named.add(arguments.path(carried.id()).asString(""));
    }
    for (JsonNode element : arguments.path(carried.list())) {
      named.add(element.path(carried.id()).asString(""));
    }
    Set<String> undecided = new TreeSet<>(named);
    undecided.removeIf(id -> seen.find(connection, id) != null);
    if (!undecided.isEmpty()) {
      lookup.learn(connection, undecided);
    }
    return named.stream().allMatch(id -> sees(connection, id, sight))
        ? null
        : new Objection(Outcome.NOT_VISIBLE, NOT_THE_CALLS, false);
  }

  private boolean sees(String connection, String callId, Sight sight) {
    CallFacts facts = seen.find(connection, callId);
    return facts != null && sight.sees(facts);
  }

  @Override
  public Filtered filter(Caller reader, Tool tool, ToolCallCompleted answered) {
    Carried carried = table.of(tool.operation());
    if (carried.kind() == Kind.NOTHING || carried.kind() == Kind.SENT) {
      return new Filtered.Untouched();
    }
    return switch (standings.of(reader, answered.getConnection())) {
      case Standing.Everything() -> {
        if (SystemCalls.isItself(reader) && answered.getEnding() == Ending.ANSWERED) {
          parsed(answered).ifPresent(answer -> learn(carried, answer, answered));
        }
        yield new Filtered.Untouched();
      }
      case Standing.Watched(boolean enforced, Standing.View view) -> {
        Filtered filtered =
            answered.getEnding() == Ending.ANSWERED
                ? filter(view, enforced, reader, tool, carried, answered)
                : refusal(view, enforced, reader, tool, answered);
        yield enforced ? filtered : new Filtered.Untouched();
      }
    };
  }

  /** Of Gong's refusals its errors stay, for somebody it knows; they speak of what was asked. */
  private Filtered refusal(
      Standing.View view, boolean enforced, Caller reader, Tool tool, ToolCallCompleted refused) {
    ByteBuffer body = refused.getBody();
    if (body == null || !body.hasRemaining()) {
      return new Filtered.Untouched();
    }
    JsonNode said = parsed(refused).map(JsonNode.class::cast).orElseGet(MAPPER::nullNode);
    ObjectNode left = MAPPER.createObjectNode();
    if (said.path(REQUEST_ID).isString()) {
      left.set(REQUEST_ID, said.path(REQUEST_ID));
    }
    if (view instanceof Standing.View.Of && said.path(ERRORS).isArray()) {
      ArrayNode errors = left.putArray(ERRORS);
      said.path(ERRORS).valueStream().filter(JsonNode::isString).forEach(errors::add);
    }
    if (left.equals(said)) {
      return new Filtered.Untouched();
    }
    trail.withheld(1, reader, tool, refused, enforced);
    return new Filtered.Changed(
        MAPPER.writeValueAsBytes(left), "Some of what Gong said is withheld.");
  }

  private Filtered filter(
      Standing.View view,
      boolean enforced,
      Caller reader,
      Tool tool,
      Carried carried,
      ToolCallCompleted answered) {
    ObjectNode answer = parsed(answered).orElse(null);
    if (answer == null) {
      return new Filtered.Withheld(
          Outcome.ANSWER_UNREADABLE,
          "Gong's answer cannot be read, so it cannot be told what of it you may see.",
          false);
    }
    learn(carried, answer, answered);
    if (view instanceof Standing.View.Unknown(String sentence)) {
      trail.unknown(reader, tool, answered, enforced);
      return new Filtered.Withheld(Outcome.VISIBILITY_UNKNOWN, sentence, true);
    }
    Sight sight = view instanceof Standing.View.Of(var of) ? of : null;
    Filtered filtered =
        switch (carried.kind()) {
          case ALL -> sight != null && sight.seesAll() ? new Filtered.Untouched() : whole(sight);
          case CALL -> {
            Sieve sieve = sieve(carried, sight, answered.getConnection());
            yield sieve.seesCall(answer.path(carried.list()))
                ? new Filtered.Untouched()
                : new Filtered.Withheld(Outcome.NOT_VISIBLE, NO_SUCH_CALL, false);
          }
          default -> sifted(carried, sight, enforced, answer, reader, tool, answered);
        };
    if (filtered instanceof Filtered.Withheld) {
      trail.withheld(1, reader, tool, answered, enforced);
    }
    return filtered;
  }

  private static Filtered whole(@Nullable Sight sight) {
    return new Filtered.Withheld(Outcome.NOT_VISIBLE, sight == null ? NOBODY : MADE_OF_ALL, false);
  }

  private Filtered sifted(
      Carried carried,
      @Nullable Sight sight,
      boolean enforced,
      ObjectNode answer,
      Caller reader,
      Tool tool,
      ToolCallCompleted answered) {
    Sieve sieve = sieve(carried, sight, answered.getConnection());
    Set<String> undecided = sight == null || !enforced ? Set.of() : sieve.undecided(answer);
    if (!undecided.isEmpty()) {
      lookup.learn(answered.getConnection(), undecided);
    }
    int withheld = sieve.sift(answer);
    if (withheld == 0) {
      return new Filtered.Untouched();
    }
    trail.withheld(withheld, reader, tool, answered, enforced);
    return new Filtered.Changed(MAPPER.writeValueAsBytes(answer), note(carried, withheld));
  }

  private static String note(Carried carried, int withheld) {
    String what =
        switch (carried.kind()) {
          case PEOPLE -> withheld == 1 ? "1 person's figures" : withheld + " people's figures";
          case DAYS -> withheld == 1 ? "1 person or call" : withheld + " people or calls";
          default -> withheld == 1 ? "1 call" : withheld + " calls";
        };
    return what + " withheld: you may not see them in Gong.";
  }

  private Sieve sieve(Carried carried, @Nullable Sight sight, String connection) {
    return new Sieve(
        carried,
        call -> sight != null && sight.sees(call),
        userId -> sight != null && sight.seesCallsOf(userId),
        id -> seen.find(connection, id));
  }

  private void learn(Carried carried, ObjectNode answer, ToolCallCompleted answered) {
    String connection = answered.getConnection();
    Instant at = answered.getCompletedAt();
    if (carried.kind() == Kind.CALLS) {
      for (JsonNode call : answer.path(carried.list())) {
        CallFacts.of(call).ifPresent(facts -> seen.note(connection, facts, at));
      }
    } else if (carried.kind() == Kind.CALL) {
      CallFacts.of(answer.path(carried.list()))
          .ifPresent(facts -> seen.note(connection, facts, at));
    }
  }

  private static Optional<ObjectNode> parsed(ToolCallCompleted answered) {
    ByteBuffer body = answered.getBody();
    if (body == null) {
      return Optional.empty();
    }
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    try {
      return Objects.requireNonNull(MAPPER.readTree(bytes)) instanceof ObjectNode object
          ? Optional.of(object)
          : Optional.empty();
    } catch (JacksonException | NumberFormatException notJson) {
      return Optional.empty();
    }
  }
}
