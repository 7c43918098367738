package dev.gamelan.gongcaller.lane;

import dev.gamelan.gongcaller.cache.AnswerCache;
import dev.gamelan.gongcaller.ending.AttemptRules;
import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.ending.Served;
import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.sharing.Question;
import dev.gamelan.schemas.AnswerSource;
import java.util.Optional;

/**
 * What a lane keeps of Gong's answers. It is used under the lane's lock, so that no answer from
 * before a write gets in after it.
 */
final class LaneShelf {
  private final AnswerCache.Place place;
  private final LaneParts parts;

  LaneShelf(String connection, PartitionAssignment assignment, LaneParts parts) {
    this.place = new AnswerCache.Place(assignment.name(), connection);
    this.parts = parts;
  }

  /** How the call ends, if its answer is here. */
  Optional<Ended> answer(QueuedCall call) {
    Question question = call.question();
    if (question == null) {
      return Optional.empty();
    }
    return parts
        .accounts()
        .account(place.connection(), null)
        .flatMap(
            account -> parts.cache().find(place, question, call.request(), account.generation()))
        .map(
            kept ->
                AttemptRules.heard(kept.answer())
                    .after(
                        0,
                        null,
                        new Served(
                            AnswerSource.CACHE, kept.age().toMillis(), 0, kept.permitId(), 0)));
  }

  void keep(
      QueuedCall call, Flight flight, GongAccount account, String permitId, GongAnswer answer) {
    Question question = call.question();
    if (question != null && answer instanceof GongAnswer.Responded responded) {
      parts
          .cache()
          .keep(
              place,
              question,
              call.request(),
              account.generation(),
              responded,
              flight.leftAt(),
              permitId);
    }
  }

  void forget() {
    parts.cache().forget(place);
  }
}
