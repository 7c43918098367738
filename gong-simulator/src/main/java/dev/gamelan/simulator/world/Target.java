package dev.gamelan.simulator.world;

import java.util.List;

/** A figure the company wants to reach in each quarter. */
public record Target(
    String id, String name, String workspaceId, String period, String unit, String status) {

  static List<Target> seeded(Dice dice, List<Workspace> workspaces) {
    return List.of(
        new Target(
            dice.id(), "New business", workspaces.get(0).id(), "QUARTER", "CURRENCY", "ACTIVE"),
        new Target(dice.id(), "Expansion", workspaces.get(0).id(), "QUARTER", "CURRENCY", "ACTIVE"),
        new Target(dice.id(), "Retention", workspaces.get(1).id(), "QUARTER", "PERCENT", "ACTIVE"));
  }
}
