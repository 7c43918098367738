package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.change.Change;
import dev.gamelan.toolrouter.mcp.change.ChangeStream;
import dev.gamelan.toolrouter.mcp.change.ChangeStreams;
import dev.gamelan.toolrouter.mcp.offer.Declared;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.session.Session;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import dev.gamelan.toolrouter.mcp.task.Tasks;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Lets clients listen for changes: what they hear of first is what they will hear of. */
@Component
final class Listening {
  private static final int MOST = 100;

  private final ChangeStreams streams;
  private final Tasks tasks;
  private final TaskNotices notices;
  private final Offer offer;
  private final JsonMapper mapper;

  Listening(
      ChangeStreams streams, Tasks tasks, TaskNotices notices, Offer offer, JsonMapper mapper) {
    this.streams = streams;
    this.tasks = tasks;
    this.notices = notices;
    this.offer = offer;
    this.mapper = mapper;
  }

  /** Ends when the instance stops, with a result as the protocol wants. */
  Mono<McpOutcome> listen(McpRequest request, Outbox outbox) {
    JsonNode wanted = request.params().path("notifications");
    Set<String> resources = resources(wanted.path("resourceSubscriptions"));
    Set<String> handles = strings(wanted.path("taskIds"));
    if (!wanted.isObject() || resources == null || handles == null) {
      return Mono.just(
          McpError.invalidParams(
              "The params need an object notifications that says what to listen for, with at most"
                  + " %1$d resources and %1$d tasks.".formatted(MOST)));
    }
    if (wanted.has("taskIds") && !TaskMethods.declared(request)) {
      return Mono.just(McpError.missingTasks());
    }
    return own(handles, request.caller().name())
        .flatMap(
            followed ->
                listen(
                    new ChangeStream.Subscription(
                        request.caller(), request.id(), lists(wanted), resources, followed),
                    outbox));
  }

  /** Those of them that are this caller's tasks. */
  private Mono<Map<String, String>> own(Set<String> handles, String caller) {
    return Flux.fromIterable(handles)
        .flatMap(
            handle ->
                tasks
                    .find(handle, caller)
                    .flatMap(
                        found ->
                            Mono.justOrEmpty(found.map(task -> Map.entry(task.callId(), handle)))))
        .collectMap(Map.Entry::getKey, Map.Entry::getValue);
  }

  private Mono<McpOutcome> listen(ChangeStream.Subscription subscription, Outbox outbox) {
    Sinks.One<McpOutcome> end = Sinks.one();
    return Mono.using(
        () -> new Opened(open(subscription, outbox, end)),
        opened -> opened.stream() == null ? Mono.just(McpError.tooManyStreams()) : end.asMono(),
        Opened::close);
  }

  private record Opened(ChangeStreams.@Nullable Open stream) {
    void close() {
      if (stream != null) {
        stream.close();
      }
    }
  }

  /** The acknowledgement is in the outbox before any change can be. */
  private ChangeStreams.@Nullable Open open(
      ChangeStream.Subscription subscription, Outbox outbox, Sinks.One<McpOutcome> end) {
    ChangeStreams.Open opened =
        streams.listen(
            subscription,
            outbox,
            () -> outbox.send(mapper.writeValueAsBytes(acknowledgement(subscription))),
            () -> end.tryEmitValue(graceful(subscription)));
    // Of what has ended already nothing more would be heard.
    subscription.tasks().keySet().forEach(notices::ended);
    return opened;
  }

  /** The stream of a session, from the first byte on; null where there are too many. */
  ChangeStreams.@Nullable Open listen(Session session, Outbox outbox) {
    return streams.listen(
        new ChangeStream.OfSession(session),
        outbox,
        () -> {
          // the old era has no acknowledgement
        },
        outbox::end);
  }

  private static McpOutcome graceful(ChangeStream.Subscription subscription) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.putObject("_meta").set(ChangeStreams.META_SUBSCRIPTION, subscription.id());
    return new McpOutcome.Result(result);
  }

  private static ObjectNode acknowledgement(ChangeStream.Subscription subscription) {
    ObjectNode params = JsonNodeFactory.instance.objectNode();
    ObjectNode agreed = params.putObject("notifications");
    subscription.lists().forEach(change -> agreed.put(change.filter(), true));
    if (!subscription.resources().isEmpty()) {
      ArrayNode resources = agreed.putArray("resourceSubscriptions");
      subscription.resources().forEach(resources::add);
    }
    if (!subscription.tasks().isEmpty()) {
      subscription.tasks().values().forEach(agreed.putArray("taskIds")::add);
    }
    params.putObject("_meta").set(ChangeStreams.META_SUBSCRIPTION, subscription.id());
    ObjectNode message = JsonNodeFactory.instance.objectNode();
    message.put("jsonrpc", "2.0").put("method", "notifications/subscriptions/acknowledged");
    return message.set("params", params);
  }

  private Set<Change> lists(JsonNode wanted) {
    EnumSet<Change> lists = EnumSet.noneOf(Change.class);
    for (Change change : Change.values()) {
      if (wanted.path(change.filter()).asBoolean(false) && offered(change)) {
        lists.add(change);
      }
    }
    return lists;
  }

  private boolean offered(Change change) {
    return offer
        .declared()
        .has(
            switch (change) {
              case TOOLS -> Declared.Part.TOOLS;
              case PROMPTS -> Declared.Part.PROMPTS;
              case RESOURCES -> Declared.Part.RESOURCES;
            });
  }

  /** Null where they are too many, or none. */
  private @Nullable Set<String> resources(JsonNode wanted) {
    return offer.declared().has(Declared.Part.RESOURCES) ? strings(wanted) : Set.of();
  }

  /** Null where they are too many, or none. */
  private static @Nullable Set<String> strings(JsonNode wanted) {
    if (wanted.isMissingNode()) {
      return Set.of();
    }
    if (!wanted.isArray() || wanted.size() > MOST) {
      return null;
    }
    Set<String> strings = new LinkedHashSet<>();
    for (JsonNode one : wanted) {
      if (!one.isString() || one.stringValue().length() > 2048) {
        return null;
      }
      strings.add(one.stringValue());
    }
    return strings;
  }
}
