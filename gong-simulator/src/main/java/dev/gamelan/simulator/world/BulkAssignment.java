package dev.gamelan.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Many prospects assigned to a flow at once; Gong works on it for some seconds. */
public record BulkAssignment(String id, OffsetDateTime submitted, List<Result> results) {

  /** How it went for one prospect. */
  public record Result(
      JsonNode prospect,
      String status,
      @Nullable String crmId,
      @Nullable String flowInstanceId,
      @Nullable String errorCode,
      @Nullable String errorMessage) {

    @JsonIgnore
    public boolean isAssigned() {
      return status.equals("ASSIGNED");
    }
  }
}
