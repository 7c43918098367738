package dev.gamelan.simulator.engagement;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Fields;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Engagements.Engagement;
import dev.gamelan.simulator.world.World;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What other systems report; an event id is taken once. */
@Component
class EngagementOperations implements Operations {

  record Integration(long integrationId) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "POST /v2/digital-interaction", EngagementOperations::interaction,
        "PUT /v2/customer-engagement/action",
            (ask, world) -> legacy("customEvent", ask.fields(), world),
        "PUT /v2/customer-engagement/content/shared",
            (ask, world) -> legacy("contentShared", ask.fields(), world),
        "PUT /v2/customer-engagement/content/viewed",
            (ask, world) -> legacy("contentViewed", ask.fields(), world),
        "POST /v2/integration-settings",
            (ask, world) -> Answer.ok(new Integration(Long.parseLong(world.newId()))));
  }

  private static Answer interaction(Ask ask, World world) {
    Fields asked = ask.fields();
    var engagement =
        new Engagement(
            "digitalInteraction",
            asked.required("timestamp"),
            asked.text("content.contentId").orElse(null),
            asked.text("content.contentUrl").orElse(null),
            asked.text("sourceSystemName").orElse(null),
            asked.required("eventType"),
            asked.required("eventId"),
            emails(asked, "person"));
    return world.engagements().add(engagement) ? Answer.ok() : reportedBefore();
  }

  private static Answer legacy(String type, Fields asked, World world) {
    Set<String> emails = new HashSet<>(emails(asked, "actor", "viewer", "sharer"));
    asked.objects("nonCompanyParticipants").forEach(one -> emails.addAll(emails(one)));
    var engagement =
        new Engagement(
            type,
            asked.required("eventTimestamp"),
            asked.text("contentId").orElse(null),
            asked.text("contentUrl").orElse(null),
            asked.required("reportingSystem"),
            asked.text("actionName").orElse(null),
            asked.text("eventId").orElse(null),
            Set.copyOf(emails));
    return world.engagements().add(engagement)
        ? Answer.ok(new Integration(Long.parseLong(world.newId())))
        : reportedBefore();
  }

  /** The addresses in the named objects, or in this object itself when none is named. */
  private static Set<String> emails(Fields asked, String... names) {
    Set<String> emails = new HashSet<>();
    for (String name : names.length == 0 ? new String[] {""} : names) {
      String field = name.isEmpty() ? "email" : name + ".email";
      asked.text(field).map(mail -> mail.toLowerCase(Locale.ROOT)).ifPresent(emails::add);
    }
    return emails;
  }

  private static Answer reportedBefore() {
    return Answer.refused(409, "An event with this eventId was reported before");
  }
}
