package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.toolrouter.admission.ConnectionStates;
import dev.gamelan.toolrouter.mcp.McpProperties;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Listed;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.ResourceContents;
import dev.gamelan.toolrouter.toolcall.PastCalls;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * What can be read by an address. Everything of Gong's is asked for by the tools that give it, so
 * it is allowed, audited and paid for as they are.
 */
@Component
final class GongResources {
  static final String CALLS = "gong_list_calls_extensive";
  static final String TRANSCRIPTS = "gong_get_call_transcripts";
  private static final String USER = "gong_get_user";

  /** The tools by which something is read. */
  private static final Map<String, Set<String>> NEEDED =
      Map.of(
          GongUri.CALL_TEMPLATE, Set.of(CALLS),
          GongUri.TRANSCRIPT_TEMPLATE, Set.of(CALLS, TRANSCRIPTS),
          GongUri.USER_TEMPLATE, Set.of(USER));

  private static final String MARKDOWN = "text/markdown";
  private static final String JSON = "application/json";

  /** Transcripts do not change once they are there; who is who may. */
  private static final Duration FRESH = Duration.ofMinutes(5);

  private static final Duration OF_THE_MOMENT = Duration.ZERO;

  private final GongCalls gong;
  private final PastCalls past;
  private final ConnectionStates states;
  private final AnswerParts parts;
  private final Pages listed;
  private final WrittenSets templates;
  private final Clock clock;

  GongResources(
      GongCalls gong,
      PastCalls past,
      ConnectionStates states,
      McpProperties properties,
      JsonMapper mapper,
      Clock clock) {
    this.gong = gong;
    this.past = past;
    this.states = states;
    this.parts = new AnswerParts(mapper, properties.largestAnswerBytes());
    this.clock = clock;
    this.listed =
        Pages.of(
            "resources",
            List.of(
                new Listed.Resource(
                    GongUri.QUOTA,
                    "quota",
                    "Gong's quota",
                    "What is left of the company's quota at Gong and how many calls wait. Costs"
                        + " nothing.",
                    MARKDOWN)),
            properties.pageSize(),
            mapper);
    Map<String, Listed.Template> byUri = new TreeMap<>();
    templates().forEach(template -> byUri.put(template.uriTemplate(), template));
    this.templates = new WrittenSets("templates", byUri, properties.pageSize(), mapper);
  }

  private static List<Listed.Template> templates() {
    return List.of(
        new Listed.Template(
            GongUri.CALL_TEMPLATE,
            "call",
            "A call",
            "Who met whom when, and what came of it. Costs one request to Gong.",
            MARKDOWN),
        new Listed.Template(
            GongUri.TRANSCRIPT_TEMPLATE,
            "transcript",
            "A call's transcript",
            "What was said, with the speakers' names. Costs two requests to Gong.",
            MARKDOWN),
        new Listed.Template(
            GongUri.USER_TEMPLATE,
            "user",
            "A Gong user",
            "Name, title, email and manager. Costs one request to Gong.",
            MARKDOWN),
        new Listed.Template(
            GongUri.ANSWER_TEMPLATE,
            "answer",
            "A part of a long answer",
            "The rest of an answer that was too long for one, for about ten minutes, to whoever"
                + " made the call. Costs nothing.",
            JSON));
  }

  Pages listed(Caller caller) {
    return caller.has(Role.READ) ? listed : Pages.NONE;
  }

  /**
   * Those of which every tool they need may be called.
   *
   * @param open tools that may be called
   */
  Pages templatesListed(Set<String> open) {
    return templates.of(
        templates().stream()
            .map(Listed.Template::uriTemplate)
            .filter(uri -> open.containsAll(NEEDED.getOrDefault(uri, Set.of())))
            .toList());
  }

  Mono<Reply> read(String uri, Conversation conversation) {
    return GongUri.of(uri)
        .map(
            address ->
                switch (address) {
                  case GongUri.Call(var id) -> call(uri, id, conversation);
                  case GongUri.Transcript(var id) -> transcript(uri, id, conversation);
                  case GongUri.User(var id) -> user(uri, id, conversation);
                  case GongUri.Quota() -> Mono.just(quota(conversation));
                  case GongUri.Answer answer -> Mono.just(part(uri, answer, conversation.caller()));
                })
        .orElseGet(() -> Mono.just(Reply.Unknown.resource(uri)));
  }

  private Mono<Reply> call(String uri, String id, Conversation conversation) {
    return of(
        uri,
        gong.ask(CALLS, CallCard.arguments(id), conversation),
        answer -> answer.path("calls").path(0),
        CallCard::text);
  }

  private Mono<Reply> user(String uri, String id, Conversation conversation) {
    return of(
        uri,
        gong.ask(USER, JsonNodeFactory.instance.objectNode().put("id", id), conversation),
        answer -> answer.path("user"),
        UserCard::text);
  }

  /** The transcript first: without it the names need not be paid for. */
  private Mono<Reply> transcript(String uri, String id, Conversation conversation) {
    return gong.ask(TRANSCRIPTS, TranscriptText.arguments(id), conversation)
        .flatMap(
            said -> {
              if (!(said instanceof ToolCallAnswer.Answered answered)) {
                return Mono.just(Failures.reply(said, clock.instant()));
              }
              JsonNode transcript = answered.content().path("callTranscripts").path(0);
              return transcript.isMissingNode()
                  ? Mono.just(noSuchThing(uri))
                  : named(uri, id, transcript, conversation);
            });
  }

  private Mono<Reply> named(String uri, String id, JsonNode transcript, Conversation conversation) {
    return of(
        uri,
        gong.ask(CALLS, TranscriptText.namesOf(id), conversation),
        answer -> answer.path("calls").path(0),
        call -> TranscriptText.text(transcript, call));
  }

  private Mono<Reply> of(
      String uri,
      Mono<ToolCallAnswer> asked,
      Function<JsonNode, JsonNode> thing,
      Function<JsonNode, String> text) {
    return asked.map(
        answer -> {
          if (!(answer instanceof ToolCallAnswer.Answered answered)) {
            return Failures.reply(answer, clock.instant());
          }
          JsonNode found = thing.apply(answered.content());
          return found.isMissingNode()
              ? noSuchThing(uri)
              : resource(uri, MARKDOWN, text.apply(found), FRESH);
        });
  }

  private Reply quota(Conversation conversation) {
    if (!conversation.caller().has(Role.READ)) {
      return Reply.Unknown.resource(GongUri.QUOTA);
    }
    String connection = gong.connection(conversation.connection());
    String text =
        QuotaCard.text(states.quota(connection), states.lane(connection), clock.instant());
    return resource(GongUri.QUOTA, MARKDOWN, text, OF_THE_MOMENT);
  }

  private Reply part(String uri, GongUri.Answer address, Caller caller) {
    return past.find(address.callId(), caller)
        .flatMap(
            answer ->
                answer instanceof ToolCallAnswer.Answered answered
                    ? parts.part(answered.content(), address.part())
                    : Optional.empty())
        .<Reply>map(part -> resource(uri, JSON, part.text(), FRESH))
        .orElseGet(() -> noSuchThing(uri));
  }

  private static Reply noSuchThing(String uri) {
    return new Reply.Unknown(
        "Nothing is there: it does not exist, is not there yet, or is no longer kept.", uri);
  }

  private static Reply resource(String uri, String mimeType, String text, Duration fresh) {
    return new Reply.Resource(List.of(new ResourceContents.Text(uri, mimeType, text)), fresh);
  }
}
