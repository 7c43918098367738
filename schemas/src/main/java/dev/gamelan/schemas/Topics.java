package dev.gamelan.schemas;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** All topics of Gamelan, each with its one writer; see docs/architecture.md for who reads them. */
public final class Topics {
  private static final int PARTITIONS = 12;

  /**
   * Written by tool-router, and by gong-caller where it tries credentials: so that this request,
   * too, is sent by whoever holds the connection's lane; key: connection.
   */
  public static final Topic<ToolCallRequested> TOOL_CALL_REQUESTED =
      new Topic<>(
          "gong.tool-call.requested", ToolCallRequested.class, PARTITIONS, Duration.ofDays(1));

  /** Written by tool-router; key: connection. */
  public static final Topic<ToolCallCancelled> TOOL_CALL_CANCELLED =
      new Topic<>(
          "gong.tool-call.cancelled", ToolCallCancelled.class, PARTITIONS, Duration.ofDays(1));

  /** Written by gong-caller; key: call id; every tool-router instance reads all of it. */
  public static final Topic<ToolCallCompleted> TOOL_CALL_COMPLETED =
      new Topic<>(
          "gong.tool-call.completed", ToolCallCompleted.class, PARTITIONS, Duration.ofDays(1));

  /**
   * Written by gong-caller, one record an HTTP attempt, and by quota, one record a permit of a
   * guest; key: connection.
   */
  public static final Topic<QuotaSpent> QUOTA_SPENT =
      new Topic<>("gong.quota.spent", QuotaSpent.class, PARTITIONS, Duration.ofDays(3));

  /** Written by quota; key: connection. */
  public static final Topic<QuotaState> QUOTA_STATE =
      new Topic<>("gong.quota.state", QuotaState.class, 1, null);

  /** Written by quota; key: connection. */
  public static final Topic<QuotaLimits> QUOTA_LIMITS =
      new Topic<>("gong.quota.limits", QuotaLimits.class, 1, null);

  /** Written by gong-caller; key: connection. */
  public static final Topic<LaneState> LANE_STATE =
      new Topic<>("gong.lane.state", LaneState.class, 1, null);

  /** Written by each service for what it decided; key: connection. */
  public static final Topic<AuditEvent> AUDIT =
      new Topic<>("gong.audit", AuditEvent.class, PARTITIONS, Duration.ofDays(30));

  /**
   * Written by tool-router; key: session; every tool-router instance reads all of it. What people
   * typed is in it, so it is not kept for long.
   */
  public static final Topic<ClientAnswered> CLIENT_ANSWERED =
      new Topic<>("gong.client.answered", ClientAnswered.class, 1, Duration.ofMinutes(10));

  /**
   * Written by tool-router; key: session, or else subject; every tool-router instance reads all of
   * it, from as far back as a session lasts. One partition: the order of records decides.
   */
  public static final Topic<EdgeSignalled> EDGE_SIGNALLED =
      new Topic<>("gong.edge.signalled", EdgeSignalled.class, 1, Duration.ofDays(1));

  /**
   * Written by tool-router; key: call id; every tool-router instance reads all of it, from its
   * beginning: tasks live shorter than it is kept.
   */
  public static final Topic<TaskNoted> TASK_NOTED =
      new Topic<>("gong.task.noted", TaskNoted.class, 1, Duration.ofDays(1));

  /** Written by tool-router; its order decides, and nothing of it is ever forgotten. */
  public static final Topic<GovernanceEvent> GOVERNANCE =
      new Topic<>("gong.governance", GovernanceEvent.class, 1, Topic.FOR_EVER);

  /** Written by gong-caller; key: connection. */
  public static final Topic<ConnectionState> CONNECTION_STATE =
      new Topic<>("gong.connection.state", ConnectionState.class, 1, null);

  /** Written by tool-router; key: connection; all of a company's Gong users in one record. */
  public static final Topic<VisibilityMirrored> VISIBILITY_MIRRORED =
      new Topic<>("gong.visibility.mirrored", VisibilityMirrored.class, 1, null);

  /**
   * Written by tool-router; key: call id; read by gong-caller when the call's turn has come.
   * Company recordings are in it, so it is not kept for long, and it is the one topic whose size
   * has a bound.
   */
  public static final Topic<FileChunk> UPLOAD_CHUNK =
      new Topic<>(
          "gong.upload.chunk",
          FileChunk.class,
          PARTITIONS,
          Duration.ofHours(1),
          2L * 1024 * 1024 * 1024);

  public static final List<Topic<?>> ALL =
      List.of(
          TOOL_CALL_REQUESTED,
          TOOL_CALL_CANCELLED,
          TOOL_CALL_COMPLETED,
          QUOTA_SPENT,
          QUOTA_STATE,
          QUOTA_LIMITS,
          LANE_STATE,
          AUDIT,
          CLIENT_ANSWERED,
          EDGE_SIGNALLED,
          TASK_NOTED,
          GOVERNANCE,
          CONNECTION_STATE,
          VISIBILITY_MIRRORED,
          UPLOAD_CHUNK);

  private Topics() {}

  public static Optional<Topic<?>> named(String name) {
    return ALL.stream().filter(topic -> topic.name().equals(name)).findAny();
  }
}
