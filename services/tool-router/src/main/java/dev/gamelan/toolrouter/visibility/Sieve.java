package dev.gamelan.toolrouter.visibility;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes out of one answer what one person may not see; what cannot be judged goes out as well. */
final class Sieve {
  private final Carried carried;
  private final Predicate<CallFacts> sees;
  private final Predicate<String> seesCallsOf;
  private final Function<String, @Nullable CallFacts> known;

  /**
   * @param sees whether the person may see a call
   * @param seesCallsOf whether they may see what is counted of a user's calls
   * @param known what decides on a call, by its id
   */
  Sieve(
      Carried carried,
      Predicate<CallFacts> sees,
      Predicate<String> seesCallsOf,
      Function<String, @Nullable CallFacts> known) {
    this.carried = carried;
    this.sees = sees;
    this.seesCallsOf = seesCallsOf;
    this.known = known;
  }

  /** The calls named on which nothing is known to decide by. */
  Set<String> undecided(ObjectNode answer) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode element : answer.path(carried.list())) {
      switch (carried.kind()) {
        case NAMED -> note(ids, idOf(element));
        case DAYS -> {
          if (isTheirsToSee(element)) {
            days(element).forEach(ofDay -> ofDay.forEach(id -> note(ids, CallFacts.text(id))));
          }
        }
        default -> {}
      }
    }
    return ids;
  }

  private void note(Set<String> ids, @Nullable String id) {
    if (id != null && known.apply(id) == null) {
      ids.add(id);
    }
  }

  /**
   * @return how many things were taken out
   */
  int sift(ObjectNode answer) {
    int withheld = dropWhatIsNotKnown(answer);
    if (!(answer.get(carried.list()) instanceof ArrayNode list)) {
      return withheld;
    }
    ArrayNode left = answer.arrayNode();
    for (JsonNode element : list) {
      boolean stays =
          switch (carried.kind()) {
            case CALLS -> seesCall(element);
            case NAMED -> sees(idOf(element));
            case PEOPLE, DAYS -> isTheirsToSee(element);
            default -> false;
          };
      if (stays) {
        left.add(element);
      }
    }
    int gone = list.size() - left.size();
    answer.set(carried.list(), left);
    recount(answer, gone);
    if (carried.kind() == Carried.Kind.DAYS) {
      gone += siftDays(left);
    }
    return withheld + gone;
  }

  boolean seesCall(JsonNode call) {
    CallFacts own = CallFacts.of(call).orElse(null);
    if (own == null) {
      return false;
    }
    CallFacts latest = known.apply(own.id());
    return sees.test(latest == null ? own : latest);
  }

  boolean sees(@Nullable String callId) {
    CallFacts facts = callId == null ? null : known.apply(callId);
    return facts != null && sees.test(facts);
  }

  private boolean isTheirsToSee(JsonNode person) {
    String userId = idOf(person);
    return userId != null && seesCallsOf.test(userId);
  }

  /** Where Gong puts something that is not published, it may be calls. */
  private int dropWhatIsNotKnown(ObjectNode answer) {
    List<String> unknown =
        answer.properties().stream()
            .filter(field -> field.getValue().isContainer())
            .map(Map.Entry::getKey)
            .filter(name -> !name.equals(carried.list()) && !name.equals("records"))
            .toList();
    answer.remove(unknown);
    JsonNode list = answer.path(carried.list());
    if (list.isMissingNode() || list.isNull() || list.isArray()) {
      return unknown.size();
    }
    answer.remove(carried.list());
    return unknown.size() + 1;
  }

  /** Of other pages nothing is known, so the total stays an upper bound. */
  private static void recount(ObjectNode answer, int gone) {
    if (answer.get("records") instanceof ObjectNode records) {
      for (String count : List.of("totalRecords", "currentPageSize")) {
        JsonNode before = records.path(count);
        if (before.isIntegralNumber()) {
          records.put(count, Math.max(0, before.longValue() - gone));
        }
      }
    }
  }

  private int siftDays(ArrayNode people) {
    int gone = 0;
    for (JsonNode person : people) {
      for (ArrayNode ids : days(person)) {
        for (int index = ids.size() - 1; index >= 0; index--) {
          if (!sees(CallFacts.text(ids.get(index)))) {
            ids.remove(index);
            gone++;
          }
        }
      }
    }
    return gone;
  }

  /** All lists of ids in a person's days. */
  private static List<ArrayNode> days(JsonNode person) {
    return person
        .path("userDailyActivityStats")
        .valueStream()
        .flatMap(JsonNode::valueStream)
        .filter(ArrayNode.class::isInstance)
        .map(ArrayNode.class::cast)
        .toList();
  }

  private @Nullable String idOf(JsonNode element) {
    JsonNode at = element;
    for (String step : carried.id().split("\\.")) {
      at = at.path(step);
    }
    return CallFacts.text(at);
  }
}
