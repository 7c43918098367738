package dev.gamelan.simulator.calls;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.paging.Page;
import dev.gamelan.simulator.paging.Pages;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.World;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Calls in depth. */
@Component
class ExtensiveCalls implements Operations {
  private static final String MEDIA_SCOPE = "api:calls:read:media-url";

  private final Pages pages;

  ExtensiveCalls(Pages pages) {
    this.pages = pages;
  }

  record ExtensivePage(Page.Records records, List<ExtensiveCall> calls) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of("POST /v2/calls/extensive", this::search);
  }

  private Answer search(Ask ask, World world) {
    var asked = ask.fields();
    if (asked.flag("contentSelector.exposedFields.media") && !ask.grant().mayUse(MEDIA_SCOPE)) {
      return Answer.missingScope(MEDIA_SCOPE);
    }
    List<Call> found = CallFilter.of(asked).find(world);
    if (found.isEmpty()) {
      return CallFilter.nothingFound();
    }
    List<CallContent.Heard> trackers =
        world.trackers().stream()
            .map(
                tracker ->
                    new CallContent.Heard(
                        tracker.trackerId(), tracker.trackerName(), tracker.firstKeyword()))
            .toList();
    return pages.answer(
        ask,
        found,
        (calls, records) ->
            new ExtensivePage(
                records,
                calls.stream()
                    .map(call -> ExtensiveCall.of(call, asked, world, trackers))
                    .toList()));
  }
}
