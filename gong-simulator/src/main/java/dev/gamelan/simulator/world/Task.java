package dev.gamelan.simulator.world;

import dev.gamelan.simulator.world.Account.Contact;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something a person is to do, with everything they need to know for it. */
public record Task(
    String id,
    String userId,
    OffsetDateTime created,
    OffsetDateTime updated,
    String status,
    String type,
    List<String> actions,
    AccountRef account,
    @Nullable OpportunityRef opportunity,
    OffsetDateTime dueDate,
    @Nullable FlowRef flow,
    ContactRef contact,
    List<ContactRef> additionalContacts,
    String title,
    Priority priority) {

  /** The account it is about. */
  public record AccountRef(String crmId, String name, String crmUrl) {}

  /** The deal it is about. */
  public record OpportunityRef(
      String crmId,
      String name,
      String crmUrl,
      String status,
      String stage,
      String amount,
      String probability,
      String closeDate) {}

  /** The flow it comes from. */
  public record FlowRef(String id, String name, StepRef step) {}

  /** The step of the flow it comes from. */
  public record StepRef(String id, String name, int stepNumber) {}

  /** Whom to call. */
  public record ContactRef(String crmId, String type, ContactData data) {}

  /** What is known about them. */
  public record ContactData(
      String firstName,
      String lastName,
      String crmUrl,
      String companyName,
      String affiliation,
      List<Email> emails,
      String title,
      List<Phone> phoneNumbers,
      String city,
      List<String> optOutChannels) {}

  /** One address. */
  public record Email(String email) {}

  /** One number. */
  public record Phone(String raw, String normalized, String label, boolean isVerified) {}

  /** How urgent it is. */
  public record Priority(int id, String name, int weight) {
    public static Priority named(String name) {
      int weight = List.of("LOW", "MEDIUM", "HIGH").indexOf(name) + 1;
      return new Priority(weight, name, weight * 10);
    }
  }

  static ContactRef contact(Contact contact, Account account) {
    return new ContactRef(
        contact.crmId(),
        "CONTACT",
        new ContactData(
            contact.firstName(),
            contact.lastName(),
            crmUrl(contact.crmId()),
            account.name(),
            "Them",
            List.of(new Email(contact.email())),
            contact.title(),
            List.of(new Phone(contact.phone(), contact.phone().replace(" ", ""), "Business", true)),
            account.city(),
            List.of()));
  }

  static String crmUrl(String crmId) {
    return "https://tidewater.crm.example/" + crmId;
  }
}
