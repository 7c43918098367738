package dev.gamelan.simulator.calls;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.operations.Span;
import dev.gamelan.simulator.paging.Page;
import dev.gamelan.simulator.paging.Pages;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.World;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Calls in lists and one by one, and what was said in them. */
@Component
class CallOperations implements Operations {
  private final Pages pages;

  CallOperations(Pages pages) {
    this.pages = pages;
  }

  record CallPage(Page.Records records, List<Call.MetaData> calls) {}

  record OneCall(Call.MetaData call) {}

  record TranscriptPage(Page.Records records, List<CallTranscript> callTranscripts) {}

  record CallTranscript(String callId, @JsonRawValue String transcript) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/calls", this::list,
        "GET /v2/calls/{id}", CallOperations::one,
        "POST /v2/calls/transcript", this::transcripts);
  }

  private Answer list(Ask ask, World world) {
    var span = Span.between(ask.query("fromDateTime"), ask.query("toDateTime"));
    var workspace = ask.query("workspaceId");
    List<Call.MetaData> found =
        world.calls().all().stream()
            .filter(call -> span.holds(call.listedAt()))
            .map(Call::metaData)
            .filter(call -> workspace.filter(id -> !id.equals(call.workspaceId())).isEmpty())
            .toList();
    if (found.isEmpty()) {
      return CallFilter.nothingFound();
    }
    return pages.answer(ask, found, (calls, records) -> new CallPage(records, calls));
  }

  private static Answer one(Ask ask, World world) {
    String id = ask.pathValue("id");
    return world
        .calls()
        .find(id)
        .map(call -> Answer.ok(new OneCall(call.metaData())))
        .orElseGet(() -> Answer.refused(404, "Call ID " + id + " was not found"));
  }

  private Answer transcripts(Ask ask, World world) {
    List<Call> found =
        CallFilter.of(ask.fields()).find(world).stream().filter(Call::transcribed).toList();
    if (found.isEmpty()) {
      return CallFilter.nothingFound();
    }
    return pages.answer(
        ask,
        found,
        (calls, records) ->
            new TranscriptPage(
                records,
                calls.stream()
                    .map(call -> new CallTranscript(call.id(), world.transcripts().json(call)))
                    .toList()));
  }
}
