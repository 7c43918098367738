package dev.gamelan.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.OffsetDateTime;
import java.util.List;

/** A kind of summary that the company has written down for Gong to make. */
public record Brief(
    String briefId,
    String briefName,
    String workspaceId,
    String description,
    String status,
    String creator,
    String creatorUserId,
    OffsetDateTime created,
    OffsetDateTime updated) {

  static List<Brief> seeded(
      Dice dice, OffsetDateTime now, List<Workspace> workspaces, Users users) {
    User author = users.inRole("operations").getFirst();
    return List.of("Account handover", "Deal risks", "Executive summary").stream()
        .map(
            name ->
                new Brief(
                    dice.id(),
                    name,
                    workspaces.getFirst().id(),
                    name + " for one customer",
                    name.equals("Executive summary") ? "Not published" : "Published",
                    author.fullName(),
                    author.id(),
                    now.minusDays(90).withNano(0),
                    now.minusDays(dice.between(1, 60)).withNano(0)))
        .toList();
  }

  @JsonIgnore
  public boolean isPublished() {
    return status.equals("Published");
  }
}
