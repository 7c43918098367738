package dev.gamelan.gongcaller;

import static dev.gamelan.gongcaller.testing.Faults.fault;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.gongcaller.testing.TopicProbe;
import dev.gamelan.gongcaller.testing.WithCaller;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.simulator.faults.FaultRule;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A write is sent at most once, and it is on record before. */
@WithCaller
class WritesIT {
  private final CallerAtWork caller;

  WritesIT(CallerAtWork caller) {
    this.caller = caller;
  }

  @Test
  void aWriteIsOnRecordWithItsEnding() {
    ToolCallRequested write = Calls.write().build();
    caller.topics.request(write);
    assertThat(caller.topics.completionOf(write.getCallId()).getEnding())
        .isEqualTo(Ending.REFUSED_BY_GONG);
    assertThat(
            JdbcClient.create(caller.around.database.getPostgresDatabase())
                .sql("select ending from write_ledger where call_id = ?")
                .param(write.getCallId())
                .query(String.class)
                .single())
        .isEqualTo("REFUSED_BY_GONG");
  }

  @Test
  void aWriteWhoseAnswerIsLostEndsAsUnknownAndIsNotSentAgain() {
    caller.around.gong.faults(1, fault(FaultRule.Kind.RESET_AFTER, 1));
    ToolCallRequested write = Calls.write().build();
    caller.topics.request(write);

    ToolCallCompleted completed = caller.topics.completionOf(write.getCallId());
    assertThat(completed.getEnding()).isEqualTo(Ending.OUTCOME_UNKNOWN);
    assertThat(completed.getHttpStatus()).isNull();
    assertThat(caller.around.arrivalsOf(write.getCallId())).isEqualTo(1);
    assertThat(caller.topics.accountsOf(write.getCallId())).hasSize(1);
  }

  @Test
  void aRedeliveredWriteIsNeverSentAgain() {
    var ledger = JdbcClient.create(caller.around.database.getPostgresDatabase());
    ToolCallRequested open = Calls.write().build();
    ToolCallRequested done = Calls.write().build();
    ledger
        .sql("insert into write_ledger (call_id, connection, holder, attempt) values (?, ?, ?, 1)")
        .params(open.getCallId(), "default", "an-earlier-holder")
        .update();
    ledger
        .sql(
            "insert into write_ledger (call_id, connection, holder, attempt, ended_at, ending,"
                + " retryable, http_status, body, attempts)"
                + " values (?, ?, ?, 1, now(), 'ANSWERED', false, 200, ?, 1)")
        .params(
            done.getCallId(),
            "default",
            "an-earlier-holder",
            "{\"kept\":true}".getBytes(StandardCharsets.UTF_8))
        .update();
    caller.topics.request(open);
    caller.topics.request(done);

    assertThat(caller.topics.completionOf(open.getCallId()).getEnding())
        .isEqualTo(Ending.OUTCOME_UNKNOWN);
    ToolCallCompleted again = caller.topics.completionOf(done.getCallId());
    assertThat(again.getEnding()).isEqualTo(Ending.ANSWERED);
    assertThat(TopicProbe.text(again)).isEqualTo("{\"kept\":true}");
    assertThat(caller.around.arrivalsOf(open.getCallId())).isZero();
    assertThat(caller.around.arrivalsOf(done.getCallId())).isZero();
  }

  @Test
  void whileTheLedgerIsAwayWritesEndBeforeTheyAreSentAndReadsGoOn() {
    caller.around.databaseAway();
    try {
      ToolCallRequested write = Calls.write().build();
      ToolCallRequested read = Calls.read("GET", "/v2/workspaces").build();
      caller.topics.request(write);
      caller.topics.request(read);

      ToolCallCompleted ended = caller.topics.completionOf(write.getCallId());
      assertThat(ended.getEnding()).isEqualTo(Ending.FAILED_AT_GONG);
      assertThat(ended.getRetryable()).isTrue();
      assertThat(ended.getDetail()).contains("not sent").contains("ledger");
      assertThat(caller.around.arrivalsOf(write.getCallId())).isZero();
      assertThat(caller.topics.completionOf(read.getCallId()).getEnding())
          .isEqualTo(Ending.ANSWERED);
    } finally {
      caller.around.databaseBack();
    }
  }
}
