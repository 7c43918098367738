package dev.gamelan.toolrouter.policy.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.Proposal;
import dev.gamelan.toolrouter.json.BoundedJson;
import dev.gamelan.toolrouter.policy.PolicyReader;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Policies of a connection, to be read, written, and tried before they are. */
@RestController
@RequestMapping("/v1/connections/{connection}/policies")
class PolicyEndpoint {
  private static final String NAME = "[a-z0-9][a-z0-9-]{0,63}";
  private static final String CONNECTION = "[A-Za-z0-9_.-]{1,128}";
  private static final int MOST = 200;

  private final GovernanceLog log;
  private final PolicyReader reader;
  private final PolicyTrial trial;
  private final BoundedJson json;
  private final Scheduler blocking;
  private final JsonMapper mapper;

  PolicyEndpoint(
      GovernanceLog log,
      PolicyReader reader,
      PolicyTrial trial,
      BoundedJson json,
      Scheduler blocking,
      JsonMapper mapper) {
    this.log = log;
    this.reader = reader;
    this.trial = trial;
    this.json = json;
    this.blocking = blocking;
    this.mapper = mapper;
  }

  @GetMapping
  ResponseEntity<?> list(@PathVariable String connection, Caller caller) {
    if (!maySee(caller)) {
      return notYours();
    }
    ArrayNode policies = JsonNodeFactory.instance.arrayNode();
    log.state().all(GovernedKind.POLICY, connection).stream()
        .filter(Governed::isThere)
        .sorted(Comparator.comparing(governed -> governed.key().name()))
        .forEach(governed -> policies.add(written(governed)));
    return ResponseEntity.ok(JsonNodeFactory.instance.objectNode().set("policies", policies));
  }

  @GetMapping("/{name}")
  ResponseEntity<?> one(@PathVariable String connection, @PathVariable String name, Caller caller) {
    if (!maySee(caller)) {
      return notYours();
    }
    Governed governed = log.state().find(key(connection, name));
    return governed == null || !governed.isThere()
        ? problem(HttpStatus.NOT_FOUND, "There is no policy of this name here.")
        : ResponseEntity.ok().eTag(etag(governed.version())).body(written(governed));
  }

  @PutMapping("/{name}")
  Mono<ResponseEntity<?>> put(
      @PathVariable String connection,
      @PathVariable String name,
      ServerHttpRequest request,
      Caller caller) {
    return withBody(
        request,
        caller,
        body -> {
          if (!name.matches(NAME) || !connection.matches(CONNECTION)) {
            return problem(
                HttpStatus.BAD_REQUEST,
                "A policy's name has small letters, digits and hyphens, at most 64 characters.");
          }
          DocumentKey key = key(connection, name);
          if (!log.state().has(key)
              && log.state().all(GovernedKind.POLICY, connection).stream()
                      .filter(Governed::isThere)
                      .count()
                  >= MOST) {
            return problem(
                HttpStatus.CONFLICT, "A connection has at most %d policies.".formatted(MOST));
          }
          return switch (reader.read(name, body)) {
            case PolicyReader.Read.Wrong(var sentence) -> problem(HttpStatus.BAD_REQUEST, sentence);
            case PolicyReader.Read.Ok ignored ->
                change(request, caller, key, mapper.writeValueAsString(body));
          };
        });
  }

  @DeleteMapping("/{name}")
  Mono<ResponseEntity<?>> delete(
      @PathVariable String connection,
      @PathVariable String name,
      ServerHttpRequest request,
      Caller caller) {
    DocumentKey key = key(connection, name);
    return blocking(
        () -> {
          if (!mayChange(caller)) {
            return notYours();
          }
          return log.state().has(key)
              ? change(request, caller, key, null)
              : problem(HttpStatus.NOT_FOUND, "There is no policy of this name here.");
        });
  }

  @PostMapping("/try")
  Mono<ResponseEntity<?>> attempt(
      @PathVariable String connection, ServerHttpRequest request, Caller caller) {
    return withBody(
        request,
        caller,
        body ->
            switch (trial.of(connection, body)) {
              case PolicyTrial.Tried.Told(var answer) -> ResponseEntity.ok(answer);
              case PolicyTrial.Tried.Wrong(var sentence) ->
                  problem(HttpStatus.BAD_REQUEST, sentence);
            });
  }

  private interface Use {
    ResponseEntity<?> of(JsonNode body);
  }

  private Mono<ResponseEntity<?>> withBody(ServerHttpRequest request, Caller caller, Use use) {
    return json.read(
        request,
        body ->
            switch (body) {
              case BoundedJson.Body.Json(JsonNode value) ->
                  blocking(() -> mayChange(caller) ? use.of(value) : notYours());
              case BoundedJson.Body.TooLarge large ->
                  Mono.just(problem(HttpStatus.CONTENT_TOO_LARGE, large.sentence()));
              case BoundedJson.Body.TooSlow slow ->
                  Mono.just(problem(HttpStatus.REQUEST_TIMEOUT, slow.sentence()));
              case BoundedJson.Body.TooMany many ->
                  Mono.just(problem(HttpStatus.SERVICE_UNAVAILABLE, many.sentence()));
              case BoundedJson.Body.Malformed malformed ->
                  Mono.just(problem(HttpStatus.BAD_REQUEST, malformed.sentence()));
            });
  }

  private Mono<ResponseEntity<?>> blocking(Supplier<ResponseEntity<?>> answer) {
    return Mono.<ResponseEntity<?>>fromSupplier(answer).subscribeOn(blocking);
  }

  /** By the version that the caller has seen; the same again is the same. */
  private ResponseEntity<?> change(
      ServerHttpRequest request, Caller caller, DocumentKey key, @Nullable String after) {
    Governed governed = log.state().find(key);
    long version = governed == null ? 0 : governed.version();
    String before = governed == null ? null : governed.json();
    boolean there = before != null;
    String seen = request.getHeaders().getFirst(HttpHeaders.IF_MATCH);
    if (after != null && after.equals(before)) {
      return ResponseEntity.noContent().eTag(etag(version)).build();
    }
    if (there && seen == null) {
      return problem(
          HttpStatus.PRECONDITION_REQUIRED,
          "Send If-Match with the ETag of the policy that you have seen.");
    }
    if (seen != null && !(there && seen.equals(etag(version)))) {
      return stale();
    }
    Proposal proposal = Proposal.of(List.of(new Change(key, version, after)), caller.name(), null);
    return switch (log.append(proposal)) {
      case Appended.Accepted accepted -> ResponseEntity.noContent().eTag(etag(version + 1)).build();
      case Appended.Stale ignored -> stale();
      case Appended.NotPublished(boolean perhaps) ->
          problem(
              HttpStatus.SERVICE_UNAVAILABLE,
              perhaps
                  ? "The broker did not say whether it took the change; look before trying again."
                  : "Changes cannot be made at the moment; try again in a while.");
    };
  }

  private ObjectNode written(Governed governed) {
    ObjectNode policy = JsonNodeFactory.instance.objectNode();
    policy.put("name", governed.key().name()).put("version", governed.version());
    String document = governed.json();
    if (document != null && mapper.readTree(document) instanceof ObjectNode fields) {
      policy.setAll(fields);
    }
    return policy;
  }

  private static DocumentKey key(String connection, String name) {
    return new DocumentKey(GovernedKind.POLICY, connection, name);
  }

  private static boolean mayChange(Caller caller) {
    return caller.has(Role.ADMIN) || caller.has(Role.GOVERNANCE);
  }

  private static boolean maySee(Caller caller) {
    return mayChange(caller) || caller.has(Role.AUDIT);
  }

  private static String etag(long version) {
    return "\"" + version + "\"";
  }

  private static ResponseEntity<?> stale() {
    return problem(
        HttpStatus.PRECONDITION_FAILED,
        "The policy has changed since you saw it; read it again, then decide.");
  }

  private static ResponseEntity<?> notYours() {
    return problem(
        HttpStatus.FORBIDDEN, "Policies are for those who own or govern this installation.");
  }

  private static ResponseEntity<?> problem(HttpStatus status, String sentence) {
    // Named, because a client that takes JSON alone would otherwise be sent something else.
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(ProblemDetail.forStatusAndDetail(status, sentence));
  }
}
