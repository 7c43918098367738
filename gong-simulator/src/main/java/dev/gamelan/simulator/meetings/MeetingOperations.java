package dev.gamelan.simulator.meetings;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Meeting;
import dev.gamelan.simulator.world.User;
import dev.gamelan.simulator.world.World;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Meetings in the calendars of users whose conferencing service is connected. */
@Component
class MeetingOperations implements Operations {
  private static final String FIX_URL = "https://app.gong.example/settings/conferencing";
  private static final String HELP_URL = "https://help.gong.example/connect-conferencing";

  record Created(String meetingId, String meetingUrl, List<Invitee> additionalInvitees) {}

  record Invitee(String email, String displayName, String firstName, String lastName) {}

  record Updated(String meetingId) {}

  record Deleted(String organizerEmail) {}

  record Statuses(List<Status> users) {}

  record Status(
      String email,
      boolean exists,
      boolean valid,
      @Nullable String userFacingError,
      @Nullable String fixUrl,
      @Nullable String helpUrl) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "POST /v2/meetings", MeetingOperations::create,
        "PUT /v2/meetings/{meetingId}", MeetingOperations::update,
        "DELETE /v2/meetings/{meetingId}", MeetingOperations::delete,
        "POST /v2/meetings/integration/status", MeetingOperations::status);
  }

  private static Answer create(Ask ask, World world) {
    String id = world.newId();
    Optional<Answer> obstacle = obstacle(ask.fields(), world);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    world.meetings().put(id, meeting(id, ask.fields()));
    return Answer.ok(new Created(id, "https://meet.tidewater-software.example/" + id, List.of()));
  }

  /** An id that is not known is answered as if it were. */
  private static Answer update(Ask ask, World world) {
    String id = ask.pathValue("meetingId");
    if (world.meetings().containsKey(id)) {
      Optional<Answer> obstacle = obstacle(ask.fields(), world);
      if (obstacle.isPresent()) {
        return obstacle.get();
      }
      world.meetings().put(id, meeting(id, ask.fields()));
    }
    return Answer.ok(new Updated(id));
  }

  private static Answer delete(Ask ask, World world) {
    Meeting meeting = world.meetings().remove(ask.pathValue("meetingId"));
    return meeting == null
        ? refused(404, "The given meeting ID was not found.", "There is no such meeting")
        : Answer.ok(new Deleted(meeting.organizerEmail()));
  }

  private static Answer status(Ask ask, World world) {
    return Answer.ok(
        new Statuses(
            ask.fields().texts("emails").stream().map(email -> status(email, world)).toList()));
  }

  private static Status status(String email, World world) {
    Optional<User> user = world.users().findByEmail(email);
    boolean connected = user.filter(MeetingOperations::isConnected).isPresent();
    return connected
        ? new Status(email, true, true, null, null, null)
        : new Status(
            email,
            user.isPresent(),
            false,
            "The conferencing service is not connected",
            FIX_URL,
            HELP_URL);
  }

  private static Optional<Answer> obstacle(Fields asked, World world) {
    Optional<User> organizer = world.users().findByEmail(asked.required("organizerEmail"));
    if (organizer.isEmpty()) {
      return Optional.of(refused(404, "The organizer was not found", "There is no such user"));
    }
    if (!isConnected(organizer.get())) {
      return Optional.of(
          refused(409, "Provider disconnected", "The conferencing service is not connected"));
    }
    var start = OffsetDateTime.parse(asked.required("startTime"));
    var end = OffsetDateTime.parse(asked.required("endTime"));
    return end.isAfter(start)
        ? Optional.empty()
        : Optional.of(refused(400, "endTime must be after startTime", "The times are reversed"));
  }

  private static boolean isConnected(User user) {
    return !user.conferencingProviders().isEmpty();
  }

  private static Meeting meeting(String id, Fields asked) {
    return new Meeting(
        id,
        asked.required("organizerEmail"),
        asked.text("title").orElse(""),
        asked.required("startTime"),
        asked.required("endTime"));
  }

  private static Answer refused(int status, String error, String forPeople) {
    return new Answer.Refused(
        status, List.of(error), Map.of(), new Answer.Help(forPeople, FIX_URL, HELP_URL));
  }
}
