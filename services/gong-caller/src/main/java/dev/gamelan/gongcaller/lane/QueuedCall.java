package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.AttemptRules;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call from its arrival to its ending; changed only by the one thread that has it in hand. */
final class QueuedCall {
  private static final long LARGE = 16_000;

  private final ToolCallRequested request;
  private final long offset;
  private final @Nullable String traceparent;
  private final Instant arrivedAt;
  private int attempts;
  private int unconnected;
  private @Nullable Instant sentAt;
  private Instant notBefore = Instant.MIN;
  private @Nullable Ended lastFailure;
  private CompletableFuture<Void> accounts = CompletableFuture.completedFuture(null);

  QueuedCall(
      ToolCallRequested request, long offset, @Nullable String traceparent, Instant arrivedAt) {
    this.request = request;
    this.offset = offset;
    this.traceparent = traceparent;
    this.arrivedAt = arrivedAt;
  }

  ToolCallRequested request() {
    return request;
  }

  long offset() {
    return offset;
  }

  @Nullable String traceparent() {
    return traceparent;
  }

  Instant arrivedAt() {
    return arrivedAt;
  }

  /** Made to try credentials, and no use to anybody else. */
  boolean isTrial() {
    return request.getCredentialGeneration() != null;
  }

  boolean changesGong() {
    return AttemptRules.changes(request.getEffect());
  }

  /** What it weighs in memory, near enough. */
  static long weight(ToolCallRequested request) {
    FilePart file = request.getRequest().getFile();
    String body = request.getRequest().getBody();
    return 1_000L
        + (file == null ? 0 : file.getContent().remaining())
        + (body == null ? 0 : body.length());
  }

  /** As what its round trip compares with others; null where its own size makes the way there. */
  @Nullable String timedAs() {
    return request.getRequest().getFile() == null && weight(request) < LARGE
        ? request.getOperation()
        : null;
  }

  void sent(Instant at) {
    attempts++;
    sentAt = at;
  }

  /** Takes note of something that has to be done before the call counts as ended. */
  void account(CompletableFuture<Void> accounting) {
    accounts = CompletableFuture.allOf(accounts, accounting);
  }

  void awaitAccounts() {
    accounts.join();
  }

  void foundNoConnection() {
    unconnected++;
  }

  int attempts() {
    return attempts;
  }

  int tries() {
    return attempts + unconnected;
  }

  void repeat(Instant from, Ended otherwise) {
    notBefore = from;
    lastFailure = otherwise;
  }

  boolean readyAt(Instant now) {
    return !notBefore.isAfter(now);
  }

  Instant notBefore() {
    return notBefore;
  }

  /** What it ends with if it may not go on: its last failure, if it had one. */
  Ended endedBy(Ended reason) {
    return asMade(lastFailure != null ? lastFailure : reason);
  }

  Ended asMade(Ended ended) {
    return ended.after(attempts, sentAt);
  }
}
