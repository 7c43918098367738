package dev.gamelan.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.OffsetDateTime;
import java.util.List;

/** A sequence of steps by which somebody approaches prospects. */
public record Flow(
    String id,
    String name,
    Folder folder,
    String visibility,
    OffsetDateTime creationDate,
    boolean exclusive,
    String description,
    String ownerEmail,
    String workspaceId,
    List<Step> steps) {

  /** A folder of flows; a folder at the top has no parent. */
  public record Folder(
      String id, String name, String ownerEmail, String workspaceId, OffsetDateTime creationDate) {}

  /** One step, counted from 1. */
  public record Step(
      String id, int stepOrder, String action, String subject, String body, boolean isReply) {}

  /** One prospect in one flow. */
  public record Instance(
      String flowId,
      String flowName,
      String crmProspectId,
      String flowInstanceId,
      String flowInstanceOwnerEmail,
      String flowInstanceOwnerFullName,
      OffsetDateTime flowInstanceCreateDate,
      String flowInstanceStatus,
      String workspaceId,
      boolean exclusive) {

    @JsonIgnore
    public boolean isOpen() {
      return !flowInstanceStatus.startsWith("Finished");
    }
  }
}
