package dev.gamelan.simulator.world;

import dev.gamelan.simulator.world.Account.Contact;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the last sixty days of a sales team: demos, check-ins, phone calls and team meetings. */
final class CallSeeds {
  private static final int DAYS = 60;

  private final Dice dice;
  private final ZonedDateTime now;
  private final Users users;
  private final Customers customers;
  private final List<Workspace> workspaces;

  CallSeeds(
      Dice dice, ZonedDateTime now, Users users, Customers customers, List<Workspace> workspaces) {
    this.dice = dice;
    this.now = now;
    this.users = users;
    this.customers = customers;
    this.workspaces = workspaces;
  }

  Calls calls(int count) {
    var calls = new Calls();
    for (int number = 0; number < count; number++) {
      calls.add(number % 6 == 5 ? teamMeeting() : customerCall(number));
    }
    return calls;
  }

  private Call customerCall(int number) {
    Account account = dice.pick(customers.accounts());
    Account.Opportunity opportunity = dice.pick(account.opportunities());
    boolean phone = number % 4 == 3;
    User host = host(phone, opportunity);
    List<Call.Party> parties = new ArrayList<>();
    parties.add(internal(host));
    if (!phone && dice.chance(0.35)) {
      addUnlessThere(parties, dice.pick(users.inRole("engineer")));
    }
    if (!phone && dice.chance(0.2)) {
      addUnlessThere(parties, users.find(String.valueOf(host.managerId())).orElse(host));
    }
    for (Contact contact : guests(account, phone ? 1 : dice.between(1, 3))) {
      parties.add(external(contact));
    }
    String kind = dice.pick(List.of("Introduction", "Demo", "Follow-up", "Pricing", "Check-in"));
    String title =
        phone ? "Call with " + guestName(parties) : kind + ": " + account.name() + " / Tidewater";
    return call(title, phone, "External", host, parties, account, opportunity);
  }

  private User host(boolean phone, Account.Opportunity opportunity) {
    if (phone) {
      return dice.pick(users.inRole("developer"));
    }
    return dice.chance(0.6)
        ? users.find(opportunity.ownerId()).orElseThrow()
        : dice.pick(users.inRole("success"));
  }

  private Call teamMeeting() {
    User host = dice.pick(users.inRole("manager"));
    List<Call.Party> parties = new ArrayList<>();
    parties.add(internal(host));
    for (User report : users.reportsOf(host.id())) {
      if (report.active() && dice.chance(0.7)) {
        parties.add(internal(report));
      }
    }
    String title = dice.pick(List.of("Pipeline review", "Team weekly", "Deal desk", "Enablement"));
    return call(title, false, "Internal", host, parties, null, null);
  }

  private Call call(
      String title,
      boolean phone,
      String scope,
      User host,
      List<Call.Party> parties,
      @Nullable Account account,
      Account.@Nullable Opportunity opportunity) {
    String id = dice.id();
    OffsetDateTime scheduled = slot();
    OffsetDateTime started =
        scheduled.plusSeconds(dice.between(-90, 420)).plusNanos(dice.between(0, 999) * 1_000_000L);
    String system =
        phone
            ? "Outreach Dialer"
            : switch (host.conferencingProviders().getFirst().provider()) {
              case "google_meet" -> "Google Meet";
              case "microsoft_teams" -> "Microsoft Teams";
              default -> "Zoom";
            };
    String direction = phone ? dice.chance(0.8) ? "Outbound" : "Inbound" : "Conference";
    var metaData =
        new Call.MetaData(
            id,
            "https://app.gong.example/call?id=" + id,
            title,
            phone ? null : scheduled,
            started,
            dice.between(20 * 60, 44 * 60),
            host.id(),
            direction,
            system,
            scope,
            phone ? "Audio" : "Video",
            "eng",
            workspaces.get(dice.chance(0.75) ? 0 : 1).id(),
            phone ? dice.pick(List.of("Connected", "Meeting booked", "Call back")) : null,
            phone ? dice.crmId("PBX") : null,
            null,
            scope.equals("Internal") ? "Internal" : "Sales",
            phone ? null : "https://meet.tidewater-software.example/" + id,
            dice.chance(0.04),
            phone ? null : dice.crmId("evt"));
    return new Call(metaData, List.copyOf(parties), account, opportunity, true);
  }

  /** A half hour of some working day, far enough back for the call to have ended. */
  private OffsetDateTime slot() {
    ZonedDateTime latest = now.minusHours(2);
    while (true) {
      LocalDate day = now.toLocalDate().minusDays(dice.between(0, DAYS - 1));
      LocalTime time = LocalTime.of(dice.between(8, 16), dice.chance(0.5) ? 0 : 30);
      ZonedDateTime slot = day.atTime(time).atZone(now.getZone());
      boolean weekend =
          day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
      if (!weekend && slot.isBefore(latest)) {
        return slot.toOffsetDateTime();
      }
    }
  }

  private List<Contact> guests(Account account, int wanted) {
    List<Contact> all = new ArrayList<>(account.contacts());
    Collections.rotate(all, dice.between(0, 3));
    return all.subList(0, Math.min(wanted, all.size()));
  }

  private void addUnlessThere(List<Call.Party> parties, User user) {
    if (parties.stream().noneMatch(party -> user.id().equals(party.userId()))) {
      parties.add(internal(user));
    }
  }

  private static String guestName(List<Call.Party> parties) {
    return String.valueOf(parties.getLast().name());
  }

  private Call.Party internal(User user) {
    return new Call.Party(
        dice.id(),
        user.emailAddress(),
        user.fullName(),
        user.title(),
        user.id(),
        dice.id(),
        "Internal",
        user.phoneNumber(),
        List.of("Invitee", "Attendee"),
        null);
  }

  private Call.Party external(Contact contact) {
    boolean spoke = dice.chance(0.9);
    return new Call.Party(
        dice.id(),
        contact.email(),
        contact.fullName(),
        contact.title(),
        null,
        spoke ? dice.id() : null,
        "External",
        contact.phone(),
        spoke ? List.of("Invitee", "Attendee") : List.of("Invitee"),
        contact);
  }
}
