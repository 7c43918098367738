package dev.gamelan.simulator.ai;

import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.operations.Span;
import dev.gamelan.simulator.world.Account;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/** Questions about one customer, and briefs; at most sixty calls are searched for an answer. */
@Component
class EntityOperations implements Operations {
  private static final int CALLS_SEARCHED = 60;

  private final Licences licences;

  EntityOperations(Licences licences) {
    this.licences = licences;
  }

  record Told(int numOfCallsSearched, int numOfEmailsSearched, List<Finding> answer) {}

  record Finding(
      List<String> answerItems, List<EmailFinding> emailFindings, List<CallFinding> callFindings) {}

  record EmailFinding(List<EmailRef> emails) {}

  record EmailRef(String id, String title, OffsetDateTime sentDateTime) {}

  record CallFinding(CallRef call) {}

  record CallRef(String id, String title, OffsetDateTime started, String url) {}

  record Briefed(int numOfCallsSearched, int numOfEmailsSearched, List<Section> briefSections) {}

  record Section(
      String title,
      List<String> sectionSummary,
      Conversations conversationFindings,
      String briefSectionType) {}

  record Conversations(List<CallFinding> callFindings, List<EmailFinding> emailFindings) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/entities/ask-entity", this::ask, "GET /v2/entities/get-brief", this::brief);
  }

  private Answer ask(Ask ask, World world) {
    return about(ask, world, EntityOperations::told);
  }

  private Answer brief(Ask ask, World world) {
    String name = ask.required("briefName");
    boolean published =
        world.briefs().stream()
            .anyMatch(brief -> brief.isPublished() && brief.briefName().equals(name));
    return published
        ? about(ask, world, calls -> briefed(name, calls))
        : Answer.refused(404, "Brief not found - could be that the brief is not published");
  }

  private Answer about(Ask ask, World world, Function<List<Call>, Record> told) {
    if (world.workspace(ask.required("workspaceId")).isEmpty()) {
      return Answer.refused(404, "Workspace not found");
    }
    Optional<Span> span = Period.span(ask, world.now());
    if (span.isEmpty()) {
      return Answer.refused(400, "CUSTOM_RANGE needs fromDateTime and toDateTime");
    }
    Optional<Account> account = world.customers().findByAnyId(ask.required("crmEntityId"));
    if (account.isEmpty()) {
      return Answer.refused(404, "The CRM entity was not found");
    }
    if (!licences.spendCredit()) {
      return Answer.refused(402, "There are no AI credits left");
    }
    List<Call> calls =
        world.calls().all().stream()
            .filter(call -> account.get().equals(call.account()))
            .filter(call -> span.get().holds(call.metaData().started()))
            .limit(CALLS_SEARCHED)
            .toList();
    return new Answer.Late(licences.aiLatency(), Answer.ok(told.apply(calls)));
  }

  private static Record told(List<Call> calls) {
    List<String> items =
        calls.isEmpty()
            ? List.of("Nothing was said about this in the conversations searched.")
            : List.of("The customer plans the rollout in two phases.", "Price is still open.");
    return new Told(calls.size(), 0, List.of(new Finding(items, List.of(), findings(calls))));
  }

  private static Record briefed(String name, List<Call> calls) {
    return new Briefed(
        calls.size(),
        0,
        List.of(
            new Section(
                name,
                List.of("The customer wants visibility first.", "Security review is under way."),
                new Conversations(findings(calls), List.of()),
                "Conversations")));
  }

  private static List<CallFinding> findings(List<Call> calls) {
    return calls.stream()
        .limit(3)
        .map(Call::metaData)
        .map(
            call ->
                new CallFinding(
                    new CallRef(
                        call.id(), String.valueOf(call.title()), call.started(), call.url())))
        .toList();
  }
}
