package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.AnswerShapes;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.mcp.McpProperties;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Declared;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.offer.TaskState;
import dev.gamelan.toolrouter.mcp.offer.Unfinished;
import dev.gamelan.toolrouter.mcp.offer.Visitor;
import dev.gamelan.toolrouter.toolcall.StepUp;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Everything of Gong's that is offered over MCP. */
@Component
final class GongOffer implements Offer {
  private static final Declared DECLARED =
      Declared.of(
          "These tools call one company's Gong account: calls, transcripts, users, CRM data, stats"
              + " and more. Gong allows this company about three requests a second and ten thousand"
              + " a day, shared by everyone here, so ask for what you need and no more: narrow time"
              + " ranges, ids where you have them, and a further page only if the first was not"
              + " enough. A call that would have to wait too long is refused at once and says when"
              + " to try again.",
          Declared.Part.TOOLS,
          Declared.Part.RESOURCES,
          Declared.Part.PROMPTS,
          Declared.Part.COMPLETIONS,
          Declared.Part.TASKS);

  private final ListedTools tools;
  private final AccessTools access;
  private final ToolCalls calls;
  private final GongCalls gong;
  private final Confirmations confirmations;
  private final GongTasks tasks;
  private final GongResources resources;
  private final GongPrompts prompts;
  private final Completions completions;
  private final StepUp stepUp;
  private final ToolResults results;
  private final Clock clock;

  GongOffer(
      ListedTools tools,
      AccessTools access,
      ToolCalls calls,
      Catalog catalog,
      AnswerShapes shapes,
      GongCalls gong,
      Confirmations confirmations,
      GongTasks tasks,
      GongResources resources,
      GongPrompts prompts,
      Completions completions,
      StepUp stepUp,
      McpProperties properties,
      MeterRegistry meters,
      JsonMapper mapper,
      Clock clock) {
    this.tools = tools;
    this.access = access;
    this.calls = calls;
    this.gong = gong;
    this.confirmations = confirmations;
    this.tasks = tasks;
    this.resources = resources;
    this.prompts = prompts;
    this.completions = completions;
    this.stepUp = stepUp;
    this.results =
        new ToolResults(
            catalog, shapes, new AnswerParts(mapper, properties.largestAnswerBytes()), meters);
    this.clock = clock;
  }

  @Override
  public Declared declared() {
    return DECLARED;
  }

  @Override
  public boolean knows(String connection) {
    return calls.knowsConnection(connection);
  }

  @Override
  public Optional<Pages.Page> tools(Visitor visitor, @Nullable String cursor) {
    return tools.of(visitor.caller(), connection(visitor)).at(cursor);
  }

  @Override
  public Optional<Pages.Page> prompts(Visitor visitor, @Nullable String cursor) {
    return prompts.listed(openTo(visitor)).at(cursor);
  }

  @Override
  public Optional<Pages.Page> resources(Visitor visitor, @Nullable String cursor) {
    return resources.listed(visitor.caller()).at(cursor);
  }

  @Override
  public Optional<Pages.Page> templates(Visitor visitor, @Nullable String cursor) {
    return resources.templatesListed(openTo(visitor)).at(cursor);
  }

  private Set<String> openTo(Visitor visitor) {
    return tools.names(visitor.caller(), connection(visitor));
  }

  private String connection(Visitor visitor) {
    return gong.connection(visitor.connection());
  }

  @Override
  public Mono<Reply> call(String tool, @Nullable JsonNode arguments, Conversation conversation) {
    if (AccessTools.has(tool)) {
      return access.call(tool, arguments, conversation, gong.connection(conversation.connection()));
    }
    return confirmations
        .seek(tool, arguments, conversation)
        .flatMap(
            consent ->
                switch (consent) {
                  case Confirmations.Consent.Given(boolean asked) ->
                      gong.askOrBegin(tool, arguments, conversation, asked)
                          .map(
                              answer ->
                                  tasks
                                      .begun(answer)
                                      .orElseGet(() -> reply(answer, conversation.caller())));
                  case Confirmations.Consent.Withheld(var answer) ->
                      Mono.just(reply(answer, conversation.caller()));
                  case Confirmations.Consent.Instead(var reply) -> Mono.just(reply);
                });
  }

  @Override
  public TaskState state(Task task, Caller reader) {
    return tasks.state(
        task,
        reader,
        answer -> {
          gong.note(answer, task.caller());
          return results.of(answer, clock.instant());
        });
  }

  /** Gong's tasks have asked what there was to ask before they began. */
  @Override
  public void answer(Task task, ObjectNode answers) {
    // an answer to a question that was never asked is let go
  }

  @Override
  public void cancel(Task task) {
    tasks.cancel(task);
  }

  private Reply reply(ToolCallAnswer answer, Caller caller) {
    if (answer instanceof ToolCallAnswer.NotAnswered none) {
      Optional<String> challenge = stepUp.challenge(caller, none.outcome());
      if (challenge.isPresent()) {
        return new Reply.Forbidden(none.sentence(), challenge.get());
      }
    }
    return results.of(answer, clock.instant());
  }

  @Override
  public Mono<Reply> prompt(String name, Map<String, String> arguments, Conversation conversation) {
    return prompts.prompt(name, arguments, conversation);
  }

  @Override
  public Mono<Reply> read(String uri, Conversation conversation) {
    return resources.read(uri, conversation);
  }

  @Override
  public Mono<Reply> complete(Unfinished unfinished, Conversation conversation) {
    return Mono.just(completions.complete(unfinished, conversation.caller().name()));
  }
}
