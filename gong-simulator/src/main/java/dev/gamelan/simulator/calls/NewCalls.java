package dev.gamelan.simulator.calls;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Account;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Calls recorded elsewhere and added to Gong. */
@Component
class NewCalls implements Operations {

  record Added(String callId) {}

  record MediaAdded(String callId, String url) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of("POST /v2/calls", NewCalls::add, "PUT /v2/calls/{id}/media", NewCalls::addMedia);
  }

  private static Answer add(Ask ask, World world) {
    Fields asked = ask.fields();
    Optional<User> host = world.users().find(asked.required("primaryUser"));
    if (host.isEmpty()) {
      return Answer.refused(400, "The primary user was not found");
    }
    if (!host.get().settings().telephonyCallsImported()) {
      return Answer.refused(409, "Recording is not enabled for the primary user");
    }
    Optional<String> workspace = asked.text("workspaceId");
    if (workspace.isPresent() && world.workspace(workspace.get()).isEmpty()) {
      return Answer.refused(400, "The workspace was not found");
    }
    Call call = call(world.newId(), asked, world);
    return world.calls().add(call)
        ? Answer.ok(new Added(call.id()))
        : Answer.refused(409, "A call with this clientUniqueId was already added");
  }

  private static Call call(String id, Fields asked, World world) {
    List<Call.Party> parties =
        asked.objects("parties").stream().map(party -> party(party, world)).toList();
    boolean external = parties.stream().anyMatch(party -> !party.isInternal());
    var metaData =
        new Call.MetaData(
            id,
            "https://app.gong.example/call?id=" + id,
            asked.text("title").orElse(null),
            asked.text("scheduledStart").map(start -> moment(start, world)).orElse(null),
            moment(asked.required("actualStart"), world),
            Math.round(asked.number("duration", 0)),
            asked.required("primaryUser"),
            asked.required("direction"),
            asked.text("callProviderCode").orElse("Gong API"),
            external ? "External" : "Internal",
            "Audio",
            asked.text("languageCode").orElse("und"),
            asked.text("workspaceId").orElse(world.workspaces().getFirst().id()),
            asked.text("disposition").orElse(null),
            asked.required("clientUniqueId"),
            asked.text("customData").orElse(null),
            asked.text("purpose").orElse(null),
            asked.text("meetingUrl").orElse(null),
            false,
            null);
    return new Call(metaData, parties, account(asked, world), null, false);
  }

  private static OffsetDateTime moment(String text, World world) {
    return OffsetDateTime.parse(text).atZoneSameInstant(world.zone()).toOffsetDateTime();
  }

  private static @Nullable Account account(Fields asked, World world) {
    return asked.objects("context").stream()
        .flatMap(system -> system.objects("objects").stream())
        .flatMap(object -> world.customers().findByAnyId(object.required("objectId")).stream())
        .findFirst()
        .orElse(null);
  }

  private static Call.Party party(Fields party, World world) {
    Optional<User> user =
        party
            .text("userId")
            .flatMap(world.users()::find)
            .or(() -> party.text("emailAddress").flatMap(world.users()::findByEmail));
    return new Call.Party(
        world.newId(),
        party.text("emailAddress").or(() -> user.map(User::emailAddress)).orElse(null),
        party.text("name").or(() -> user.map(User::fullName)).orElse(null),
        user.map(User::title).orElse(null),
        user.map(User::id).orElse(null),
        null,
        user.isPresent() ? "Internal" : "External",
        party.text("phoneNumber").orElse(null),
        List.of("Attendee"),
        null);
  }

  private static Answer addMedia(Ask ask, World world) {
    String id = ask.pathValue("id");
    return world
        .calls()
        .find(id)
        .map(call -> Answer.created(new MediaAdded(id, call.metaData().url())))
        .orElseGet(() -> Answer.refused(400, "Call ID " + id + " was not found"));
  }
}
