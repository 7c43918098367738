package dev.gamelan.gongcaller.verification;

import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallRequested;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The writes of which a read shows whether they have happened: what such a write names is kept, and
 * compared with what Gong says of it later.
 */
enum Verifiable {
  ACCESS_GIVEN(
      "PUT /v2/calls/users-access", CallAccess::facts, CallAccess::read, CallAccess::given),
  ACCESS_TAKEN(
      "DELETE /v2/calls/users-access", CallAccess::facts, CallAccess::read, CallAccess::taken),
  OBJECTS_UPLOADED(
      "POST /v2/crm/entities", CrmRequests::facts, CrmRequests::read, CrmRequests::accepted),
  INTEGRATION_DELETED(
      "DELETE /v2/crm/integrations", CrmRequests::facts, CrmRequests::read, CrmRequests::known),
  PROSPECTS_ASSIGNED(
      "POST /v2/flows/prospects/assign",
      FlowProspects::facts,
      FlowProspects::read,
      FlowProspects::assigned);

  /** What Gong answered to the read. */
  record Shown(int status, JsonNode body) {
    boolean isThere() {
      return status == 200;
    }

    boolean isNotThere() {
      return status == 404;
    }
  }

  private final String write;
  private final Function<GongRequest, Optional<JsonNode>> facts;
  private final Function<JsonNode, GongRequest> read;
  private final BiFunction<JsonNode, Shown, Optional<Boolean>> happened;

  Verifiable(
      String write,
      Function<GongRequest, Optional<JsonNode>> facts,
      Function<JsonNode, GongRequest> read,
      BiFunction<JsonNode, Shown, Optional<Boolean>> happened) {
    this.write = write;
    this.facts = facts;
    this.read = read;
    this.happened = happened;
  }

  static Optional<Verifiable> of(String operation) {
    return Arrays.stream(values()).filter(one -> one.write.equals(operation)).findFirst();
  }

  /** What is to be kept of a write that is about to be sent; null where no read would help. */
  static @Nullable String facts(ToolCallRequested call) {
    return of(call.getOperation())
        .flatMap(one -> one.facts.apply(call.getRequest()))
        .map(JsonNode::toString)
        .orElse(null);
  }

  /** What to ask Gong. */
  GongRequest question(String kept) {
    return read.apply(json(kept));
  }

  /** What the answer says; empty where it does not say it. */
  Optional<Boolean> happened(String kept, int status, byte @Nullable [] body) {
    return happened.apply(json(kept), new Shown(status, json(body)));
  }

  private static JsonNode json(byte @Nullable [] body) {
    try {
      return JsonMapper.shared().readTree(body == null ? new byte[0] : body);
    } catch (JacksonException unreadable) {
      return JsonMapper.shared().missingNode();
    }
  }

  static JsonNode json(@Nullable String text) {
    try {
      return JsonMapper.shared().readTree(text == null ? "" : text);
    } catch (JacksonException unreadable) {
      return JsonMapper.shared().missingNode();
    }
  }
}
