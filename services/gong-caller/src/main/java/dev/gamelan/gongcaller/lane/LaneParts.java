package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.cache.AnswerCache;
import dev.gamelan.gongcaller.connection.Accounts;
import dev.gamelan.gongcaller.connection.Checks;
import dev.gamelan.gongcaller.connection.Trials;
import dev.gamelan.gongcaller.ending.CallPublisher;
import dev.gamelan.gongcaller.gong.GongClient;
import dev.gamelan.gongcaller.ledger.WriteLedger;
import dev.gamelan.gongcaller.permit.PermitClient;
import dev.gamelan.gongcaller.stop.Stops;
import dev.gamelan.gongcaller.time.Times;
import dev.gamelan.gongcaller.trace.CallTraces;
import dev.gamelan.gongcaller.upload.StoredFilesListener;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.random.RandomGenerator;
import org.springframework.stereotype.Component;

/** What every lane works with. */
@Component
record LaneParts(
    PermitClient permits,
    GongClient gong,
    Accounts accounts,
    Stops stops,
    Trials trials,
    Checks checks,
    WriteLedger ledger,
    AnswerCache cache,
    CallPublisher publisher,
    StoredFilesListener files,
    CallTraces traces,
    LaneProperties properties,
    Clock clock,
    Times times,
    RandomGenerator dice,
    MeterRegistry meters) {
  Moment now() {
    return new Moment(clock.instant(), nanos());
  }

  long nanos() {
    return times.nanos();
  }
}
