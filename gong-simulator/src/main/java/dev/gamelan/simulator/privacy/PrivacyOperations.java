package dev.gamelan.simulator.privacy;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import dev.gamelan.simulator.operations.Operation;
import dev.gamelan.simulator.operations.Operations;
import dev.gamelan.simulator.world.Account.Contact;
import dev.gamelan.simulator.world.Call;
import dev.gamelan.simulator.world.Customers.Placed;
import dev.gamelan.simulator.world.Engagements.Engagement;
import dev.gamelan.simulator.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** All that is kept about an outsider, by address or number. Colleagues cannot be asked for. */
@Component
class PrivacyOperations implements Operations {

  record ByEmail(
      List<EmailRef> emails,
      List<CallRef> calls,
      List<MeetingRef> meetings,
      List<CustomerData> customerData,
      List<Event> customerEngagement) {}

  record ByPhone(
      List<EmailRef> emails,
      List<CallRef> calls,
      List<MeetingRef> meetings,
      List<CustomerData> customerData,
      String suppliedPhoneNumber,
      List<String> matchingPhoneNumbers,
      List<String> emailAddresses) {}

  record EmailRef(String from, String id, String sentTime, String mailbox, String messageHash) {}

  record CallRef(String id, String status, List<ExternalSystem> externalSystems) {}

  record ExternalSystem(String system, List<ExternalObject> objects) {}

  record ExternalObject(String objectType, String externalId) {}

  record MeetingRef(String id) {}

  record CustomerData(String system, List<CustomerObject> objects) {}

  record CustomerObject(
      String id, String objectType, String externalId, String mirrorId, List<Field> fields) {}

  record Field(String name, String value) {}

  record Event(
      String eventType,
      String timestamp,
      @Nullable String contentId,
      @Nullable String contentUrl,
      @Nullable String reportingSystem,
      @Nullable String eventName,
      @Nullable String sourceEventId) {}

  @Override
  public Map<String, Operation> byName() {
    return Map.of(
        "GET /v2/data-privacy/data-for-email-address", PrivacyOperations::byEmail,
        "GET /v2/data-privacy/data-for-phone-number", PrivacyOperations::byPhone,
        "POST /v2/data-privacy/erase-data-for-email-address", PrivacyOperations::eraseEmail,
        "POST /v2/data-privacy/erase-data-for-phone-number", PrivacyOperations::erasePhone);
  }

  private static Answer byEmail(Ask ask, World world) {
    String email = ask.required("emailAddress");
    if (world.users().owns(email)) {
      return ownAddress();
    }
    return Answer.ok(
        new ByEmail(
            List.of(),
            calls(email, world),
            List.of(),
            withEmail(email, world).stream().map(PrivacyOperations::customerData).toList(),
            world.engagements().of(email).stream().map(PrivacyOperations::event).toList()));
  }

  private static Answer byPhone(Ask ask, World world) {
    String number = ask.required("phoneNumber");
    List<Placed> found = withPhone(number, world);
    return Answer.ok(
        new ByPhone(
            List.of(),
            found.stream().flatMap(one -> calls(one.contact().email(), world).stream()).toList(),
            List.of(),
            found.stream().map(PrivacyOperations::customerData).toList(),
            number,
            found.stream().map(one -> one.contact().phone()).toList(),
            found.stream().map(one -> one.contact().email()).toList()));
  }

  private static Answer eraseEmail(Ask ask, World world) {
    String email = ask.required("emailAddress");
    if (world.users().owns(email)) {
      return ownAddress();
    }
    erase(email, world);
    return Answer.ok();
  }

  private static Answer erasePhone(Ask ask, World world) {
    withPhone(ask.required("phoneNumber"), world)
        .forEach(placed -> erase(placed.contact().email(), world));
    return Answer.ok();
  }

  private static void erase(String email, World world) {
    for (Call call : world.calls().all()) {
      if (call.hasEmail(email)) {
        world.calls().remove(call);
      }
    }
    withEmail(email, world).ifPresent(placed -> world.customers().erase(placed.contact()));
    world.engagements().erase(email);
  }

  private static Optional<Placed> withEmail(String email, World world) {
    return world
        .customers()
        .contacts()
        .filter(placed -> placed.contact().email().equalsIgnoreCase(email))
        .findFirst();
  }

  private static List<Placed> withPhone(String number, World world) {
    return world
        .customers()
        .contacts()
        .filter(placed -> digits(placed.contact().phone()).equals(digits(number)))
        .toList();
  }

  private static String digits(String number) {
    return number.replaceAll("[^0-9]", "");
  }

  private static List<CallRef> calls(String email, World world) {
    return world.calls().all().stream()
        .filter(call -> call.hasEmail(email))
        .map(call -> new CallRef(call.id(), "COMPLETED", List.of()))
        .toList();
  }

  private static CustomerData customerData(Placed placed) {
    Contact contact = placed.contact();
    return new CustomerData(
        "Salesforce",
        List.of(
            new CustomerObject(
                contact.crmId(),
                "Contact",
                contact.crmId(),
                contact.crmId(),
                List.of(
                    new Field("Name", contact.fullName()),
                    new Field("Email", contact.email()),
                    new Field("Phone", contact.phone()),
                    new Field("Account", placed.account().name())))));
  }

  private static Event event(Engagement engagement) {
    return new Event(
        engagement.eventType(),
        engagement.timestamp(),
        engagement.contentId(),
        engagement.contentUrl(),
        engagement.reportingSystem(),
        engagement.eventName(),
        engagement.sourceEventId());
  }

  private static Answer ownAddress() {
    return Answer.refused(400, "The address belongs to a user; only outsiders can be asked for");
  }
}
