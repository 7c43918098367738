package dev.gamelan.simulator.world;

import dev.gamelan.simulator.world.Account.Contact;
import dev.gamelan.simulator.world.Account.Opportunity;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The accounts of the CRM with their people and deals. */
public final class Customers {
  private static final List<String> STAGES =
      List.of("Qualification", "Discovery", "Evaluation", "Proposal", "Negotiation", "Closed Won");

  private final List<Account> accounts = new ArrayList<>();
  private final Set<String> erased = new HashSet<>();

  static Customers seeded(Dice dice, LocalDate today, Users users) {
    var customers = new Customers();
    List<String> names = Tables.lines("contacts.txt");
    int next = 0;
    for (String[] row : Tables.rows("accounts.tsv")) {
      List<Contact> contacts = new ArrayList<>();
      for (int count = dice.between(2, 4); count > 0; count--) {
        contacts.add(contact(names.get(next % names.size()), next++, row[1], dice));
      }
      List<Opportunity> opportunities = new ArrayList<>();
      for (int count = dice.between(1, 2); count > 0; count--) {
        opportunities.add(opportunity(row[0], count, today, users, dice));
      }
      customers.accounts.add(
          new Account(dice.crmId("001"), row[0], row[1], row[2], row[3], contacts, opportunities));
    }
    return customers;
  }

  public List<Account> accounts() {
    return List.copyOf(accounts);
  }

  /** A contact and the account it belongs to. */
  public record Placed(Contact contact, Account account) {}

  public Stream<Placed> contacts() {
    return accounts.stream()
        .flatMap(
            account -> account.contacts().stream().map(contact -> new Placed(contact, account)))
        .filter(placed -> !erased.contains(placed.contact().crmId()));
  }

  public Optional<Placed> findContact(String crmId) {
    return contacts().filter(placed -> placed.contact().crmId().equals(crmId)).findFirst();
  }

  public void erase(Contact contact) {
    erased.add(contact.crmId());
  }

  /** The account that has, owns or is the object of that CRM id. */
  public Optional<Account> findByAnyId(String crmId) {
    return accounts.stream()
        .filter(
            account ->
                account.crmId().equals(crmId)
                    || account.contacts().stream().anyMatch(one -> one.crmId().equals(crmId))
                    || account.opportunities().stream().anyMatch(one -> one.crmId().equals(crmId)))
        .findFirst();
  }

  private static Contact contact(String line, int number, String domain, Dice dice) {
    String[] parts = line.split("[ \t]+", 3);
    String email = (parts[0] + '.' + parts[1]).toLowerCase(Locale.ROOT) + '@' + domain;
    String phone = String.format(Locale.ROOT, "+1 212 555 %04d", 100 + number);
    return new Contact(dice.crmId("003"), parts[0], parts[1], parts[2], email, phone);
  }

  private static Opportunity opportunity(
      String account, int count, LocalDate today, Users users, Dice dice) {
    int stage = dice.between(0, STAGES.size() - 1);
    return new Opportunity(
        dice.crmId("006"),
        account + (count == 1 ? " - Platform" : " - Expansion"),
        STAGES.get(stage),
        stage == STAGES.size() - 1 ? 100 : 10 + stage * 18,
        dice.between(18, 240) * 1000,
        today
            .plusDays(stage == STAGES.size() - 1 ? -dice.between(1, 40) : dice.between(5, 120))
            .toString(),
        dice.pick(List.of("Website", "Partner", "Event", "Outbound", "Referral")),
        count == 1 ? "New Business" : "Expansion",
        dice.pick(users.inRole("seller")).id());
  }
}
