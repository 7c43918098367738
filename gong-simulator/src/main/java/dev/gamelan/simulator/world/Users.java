package dev.gamelan.simulator.world;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Everybody of the company who has a seat. */
public final class Users {
  static final String DOMAIN = "tidewater-software.example";

  private final List<User> all = new ArrayList<>();
  private final Map<String, User> byId = new HashMap<>();
  private final Map<String, User> byEmail = new HashMap<>();
  private final Map<String, List<User>> byRole = new HashMap<>();

  static Users seeded(Dice dice, OffsetDateTime now) {
    var users = new Users();
    Map<String, String> idByFirstName = new HashMap<>();
    for (String[] row : Tables.rows("people.tsv")) {
      User user = user(row, idByFirstName.get(row[3]), users.all.size(), dice, now);
      idByFirstName.put(row[0], user.id());
      users.all.add(user);
      users.byId.put(user.id(), user);
      users.byEmail.put(user.emailAddress(), user);
      users.byRole.computeIfAbsent(row[4], role -> new ArrayList<>()).add(user);
    }
    return users;
  }

  public List<User> all() {
    return List.copyOf(all);
  }

  public Optional<User> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public Optional<User> findByEmail(String email) {
    return Optional.ofNullable(byEmail.get(email.toLowerCase(Locale.ROOT)));
  }

  public List<User> reportsOf(String managerId) {
    return all.stream().filter(user -> managerId.equals(user.managerId())).toList();
  }

  public boolean owns(String email) {
    return email.toLowerCase(Locale.ROOT).endsWith('@' + DOMAIN);
  }

  List<User> inRole(String role) {
    return byRole.getOrDefault(role, List.of());
  }

  private static User user(
      String[] row, @Nullable String managerId, int position, Dice dice, OffsetDateTime now) {
    String name = (row[0] + '.' + row[1]).toLowerCase(Locale.ROOT);
    boolean active = !row[4].equals("former");
    boolean hosts = !row[5].equals("none");
    return new User(
        dice.id(),
        name + '@' + DOMAIN,
        now.minusDays(dice.between(200, 1400)).withNano(0),
        active,
        List.of(),
        row[0],
        row[1],
        row[2],
        "+1 415 555 01" + (10 + position),
        Integer.toString(4100 + position),
        hosts ? List.of("https://meet.tidewater-software.example/" + name) : List.of(),
        new User.Settings(active && hosts, false, active, active, false, true, active),
        managerId,
        "https://join.gong.example/tidewater/" + name,
        hosts ? List.of(new User.ConferencingProvider(row[5], true)) : List.of(),
        List.of(new User.SpokenLanguage("en-US", true)));
  }
}
