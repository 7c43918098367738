package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.ending.AttemptRules;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.Served;
import dev.gamelan.gongcaller.sharing.Question;
import dev.gamelan.schemas.CallClass;
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
  private final int cost;
  private final @Nullable Question question;
  private int attempts;
  private int unconnected;
  private int splits;
  private int units;
  private boolean tookTurn;
  private @Nullable Object company;
  private @Nullable Served served;
  private @Nullable Instant sentAt;
  private long readyNanos = Long.MIN_VALUE;
  private @Nullable Ended lastFailure;
  private CompletableFuture<Void> accounts = CompletableFuture.completedFuture(null);

  QueuedCall(
      ToolCallRequested request, long offset, @Nullable String traceparent, Instant arrivedAt) {
    this.request = request;
    this.offset = offset;
    this.traceparent = traceparent;
    this.arrivedAt = arrivedAt;
    this.cost = CallCost.of(request);
    this.question = Question.of(request).orElse(null);
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

  /** The digest of its idempotency key; null where it carries none. */
  @Nullable String key() {
    return changesGong() ? request.getKeyDigest() : null;
  }

  /** Whether it carries a file, which may be long on its way. */
  boolean isUpload() {
    return request.getRequest().getFile() != null;
  }

  /** The class it waits in; what is not known is not urgent. */
  CallClass callClass() {
    return switch (request.getCallClass()) {
      case CONTROL, INTERACTIVE -> request.getCallClass();
      case BACKGROUND, UNKNOWN -> CallClass.BACKGROUND;
    };
  }

  /** What it costs its caller, in turns. */
  int cost() {
    return cost;
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

  /** The request that was sent is spent in this call's name. */
  void paysForIt() {
    units++;
  }

  int units() {
    return units;
  }

  void served(Served by) {
    served = by;
  }

  /** What it asks, if it may share a request. */
  @Nullable Question question() {
    return question;
  }

  /**
   * It goes on with these only, and what went before was no failure of its own.
   *
   * @param with the same for all of them
   */
  void split(Object with) {
    splits++;
    company = with;
  }

  @Nullable Object company() {
    return company;
  }

  /** True where it was its caller's turn by which it went, and not another's. */
  boolean tookTurn() {
    return tookTurn;
  }

  void tookTurn(boolean turn) {
    tookTurn = turn;
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
    return attempts + unconnected - splits;
  }

  /**
   * @param fromNanos when it may go, on the clock that cannot jump
   */
  void repeat(long fromNanos, Ended otherwise) {
    readyNanos = fromNanos;
    lastFailure = otherwise;
  }

  boolean readyAt(long nanos) {
    return readyNanos <= nanos;
  }

  long readyNanos() {
    return readyNanos;
  }

  /** What it ends with if it may not go on: its last failure, if it had one. */
  Ended endedBy(Ended reason) {
    return asMade(lastFailure != null ? lastFailure : reason);
  }

  Ended asMade(Ended ended) {
    return ended.after(attempts, sentAt, served);
  }
}
