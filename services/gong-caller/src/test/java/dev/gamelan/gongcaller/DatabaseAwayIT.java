package dev.gamelan.gongcaller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.CallerAtWork;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallCompleted;
import dev.gamelan.schemas.ToolCallRequested;
import dev.gamelan.topics.testing.WithBroker;
import java.io.IOException;
import org.junit.jupiter.api.Test;

@WithBroker
class DatabaseAwayIT {
  @Test
  void writesEndBeforeTheyAreSentAndReadsGoOn() throws IOException {
    try (var caller = new CallerAtWork()) {
      caller.around.database.close();
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
    }
  }
}
