package dev.gamelan.simulator.calls;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Span;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The filter that the searching operations share; here the dates mean the start of the call. */
record CallFilter(
    Span started, Optional<String> workspaceId, List<String> callIds, Set<String> primaryUserIds) {

  static CallFilter of(Fields body) {
    return new CallFilter(
        Span.between(body.text("filter.fromDateTime"), body.text("filter.toDateTime")),
        body.text("filter.workspaceId"),
        body.texts("filter.callIds"),
        Set.copyOf(body.texts("filter.primaryUserIds")));
  }

  List<Call> find(World world) {
    Collection<Call> candidates =
        callIds.isEmpty()
            ? world.calls().all()
            : callIds.stream().distinct().flatMap(id -> known(world, id)).toList();
    return candidates.stream().filter(this::matches).toList();
  }

  /** The one refusal for "none exist" and "none that this key may see". */
  static Answer nothingFound() {
    return Answer.refused(404, "No calls found corresponding to the provided filters");
  }

  private static Stream<Call> known(World world, String id) {
    return world.calls().find(id).stream();
  }

  private boolean matches(Call call) {
    Call.MetaData metaData = call.metaData();
    String primary = metaData.primaryUserId();
    return started.holds(metaData.started())
        && workspaceId.filter(id -> !id.equals(metaData.workspaceId())).isEmpty()
        && (primaryUserIds.isEmpty() || (primary != null && primaryUserIds.contains(primary)));
  }
}
