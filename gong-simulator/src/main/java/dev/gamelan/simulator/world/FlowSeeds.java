package dev.gamelan.simulator.world;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/** Makes the flows of a small team, with prospects in them. */
final class FlowSeeds {
  private static final List<String> NAMES =
      List.of(
          "New inbound lead",
          "Trade show follow-up",
          "Silent after demo",
          "Renewal in ninety days",
          "Executive outreach",
          "Partner referral",
          "Win back",
          "Webinar attendees");

  private final Dice dice;
  private final OffsetDateTime now;
  private final Users users;
  private final Customers customers;
  private final Workspace workspace;

  FlowSeeds(Dice dice, OffsetDateTime now, Users users, Customers customers, Workspace workspace) {
    this.dice = dice;
    this.now = now;
    this.users = users;
    this.customers = customers;
    this.workspace = workspace;
  }

  Flows flows() {
    List<Flow.Folder> folders = new ArrayList<>();
    User manager = users.inRole("manager").getFirst();
    for (String name : List.of("Inbound", "Outbound", "Existing customers")) {
      folders.add(
          new Flow.Folder(
              dice.id(), name, manager.emailAddress(), workspace.id(), now.minusDays(300)));
    }
    List<User> owners = new ArrayList<>(users.inRole("developer"));
    owners.addAll(users.inRole("seller"));
    owners.add(manager);
    List<Flow> all = new ArrayList<>();
    for (String name : NAMES) {
      User owner = owners.get(all.size() % owners.size());
      all.add(flow(name, owner, dice.pick(folders)));
    }
    var flows = new Flows(folders, all);
    for (Customers.Placed placed : customers.contacts().toList()) {
      if (dice.chance(0.4)) {
        flows.put(instance(dice.pick(all), placed.contact().crmId()));
      }
    }
    return flows;
  }

  private Flow flow(String name, User owner, Flow.Folder folder) {
    List<Flow.Step> steps = new ArrayList<>();
    for (String action : List.of("SEND_EMAIL", "CALL", "LINKEDIN_CONNECT", "AUTO_SEND_EMAIL")) {
      boolean mail = action.endsWith("EMAIL");
      steps.add(
          new Flow.Step(
              dice.id(),
              steps.size() + 1,
              action,
              mail ? name + ": a short question" : "",
              mail ? "Hello, would a short talk next week be useful to you?" : "",
              !steps.isEmpty() && mail));
    }
    return new Flow(
        dice.id(),
        name,
        folder,
        dice.chance(0.5) ? "Company" : "Personal",
        now.minusDays(dice.between(30, 280)).withNano(0),
        dice.chance(0.2),
        "For prospects of the kind: " + name,
        owner.emailAddress(),
        workspace.id(),
        List.copyOf(steps));
  }

  private Flow.Instance instance(Flow flow, String crmId) {
    User owner = users.findByEmail(flow.ownerEmail()).orElseThrow();
    return new Flow.Instance(
        flow.id(),
        flow.name(),
        crmId,
        dice.id(),
        owner.emailAddress(),
        owner.fullName(),
        now.minusDays(dice.between(1, 25)).withNano(0),
        dice.pick(List.of("Pending", "Running", "Running", "Paused", "FinishedNoReply")),
        flow.workspaceId(),
        flow.exclusive());
  }
}
