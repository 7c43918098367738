package dev.gamelan.simulator.world;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One company as Gong holds it; the same for the same seed and moment. */
public final class World {
  private final Clock clock;
  private final ZoneId zone;
  private final Dice newIds;
  private final List<Workspace> workspaces;
  private final Users users;
  private final Customers customers;
  private final Calls calls;
  private final Phrases phrases = new Phrases();
  private final Transcripts transcripts = new Transcripts(phrases);
  private final List<Tracker> trackers;
  private final List<Scorecard> scorecards;
  private final List<AnsweredScorecard> answeredScorecards;
  private final List<Brief> briefs;
  private final List<LibraryFolder> library;
  private final List<Target> targets;
  private final Profiles profiles;
  private final Flows flows;
  private final Tasks tasks;
  private final Crm crm;
  private final Engagements engagements = new Engagements();
  private final Map<String, Meeting> meetings = new HashMap<>();

  public World(long seed, Clock clock, ZoneId zone, int callCount) {
    var dice = new Dice(seed);
    ZonedDateTime now = clock.instant().atZone(zone);
    this.clock = clock;
    this.zone = zone;
    newIds = new Dice(seed ^ now.toEpochSecond());
    workspaces =
        List.of(
            new Workspace(dice.id(), "Sales", "New business and expansion"),
            new Workspace(dice.id(), "Customer Success", "Everything after the signature"));
    OffsetDateTime moment = now.toOffsetDateTime();
    users = Users.seeded(dice, moment);
    customers = Customers.seeded(dice, now.toLocalDate(), users);
    calls = new CallSeeds(dice, now, users, customers, workspaces).calls(callCount);
    trackers = Tracker.seeded(dice, moment, workspaces, users);
    scorecards = Scorecard.seeded(dice, moment, workspaces, users);
    answeredScorecards = AnsweredScorecard.seeded(dice, moment, calls, scorecards, users);
    briefs = Brief.seeded(dice, moment, workspaces, users);
    library = LibraryFolder.seeded(dice, moment, workspaces, users, calls);
    targets = Target.seeded(dice, workspaces);
    profiles = Profiles.seeded(dice, workspaces, users);
    flows = new FlowSeeds(dice, moment, users, customers, workspaces.getFirst()).flows();
    tasks = Tasks.seeded(dice, moment, users, customers, flows);
    crm = new Crm(CrmIntegration.seeded(dice, users, customers));
  }

  public OffsetDateTime now() {
    return clock.instant().atZone(zone).toOffsetDateTime();
  }

  public LocalDate today() {
    return now().toLocalDate();
  }

  /** The company's time zone, in which Gong's days begin and end. */
  public ZoneId zone() {
    return zone;
  }

  /** A fresh id for something that is created. */
  public synchronized String newId() {
    return newIds.id();
  }

  public List<Workspace> workspaces() {
    return workspaces;
  }

  public Optional<Workspace> workspace(String id) {
    return workspaces.stream().filter(workspace -> workspace.id().equals(id)).findFirst();
  }

  public Users users() {
    return users;
  }

  public Customers customers() {
    return customers;
  }

  public Calls calls() {
    return calls;
  }

  public Transcripts transcripts() {
    return transcripts;
  }

  public Phrases phrases() {
    return phrases;
  }

  public List<Tracker> trackers() {
    return trackers;
  }

  public List<Scorecard> scorecards() {
    return scorecards;
  }

  public List<AnsweredScorecard> answeredScorecards() {
    return answeredScorecards;
  }

  public List<Brief> briefs() {
    return briefs;
  }

  public List<LibraryFolder> library() {
    return library;
  }

  public List<Target> targets() {
    return targets;
  }

  public Profiles profiles() {
    return profiles;
  }

  public Flows flows() {
    return flows;
  }

  public Tasks tasks() {
    return tasks;
  }

  public Crm crm() {
    return crm;
  }

  public Engagements engagements() {
    return engagements;
  }

  /** By id; an operation may add and remove. */
  public Map<String, Meeting> meetings() {
    return meetings;
  }
}
