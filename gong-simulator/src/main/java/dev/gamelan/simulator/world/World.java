package dev.gamelan.simulator.world;

import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
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
  private final Transcripts transcripts = new Transcripts();

  public World(long seed, Clock clock, ZoneId zone) {
    var dice = new Dice(seed);
    ZonedDateTime now = clock.instant().atZone(zone);
    this.clock = clock;
    this.zone = zone;
    newIds = new Dice(seed ^ now.toEpochSecond());
    workspaces =
        List.of(
            new Workspace(dice.id(), "Sales", "New business and expansion"),
            new Workspace(dice.id(), "Customer Success", "Everything after the signature"));
    users = Users.seeded(dice, now.toOffsetDateTime());
    customers = Customers.seeded(dice, now.toLocalDate(), users);
    calls = new CallSeeds(dice, now, users, customers, workspaces).calls();
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
}
