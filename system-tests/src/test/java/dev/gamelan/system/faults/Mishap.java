package dev.gamelan.system.faults;

import dev.gamelan.schemas.Ending;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Something that goes wrong in the middle of a run.
 *
 * @param name short, for the line that is printed
 * @param happening does the damage, and returns once it is over and what was broken may recover
 * @param beyond what must hold besides what always must
 * @param endings what must hold of how the calls ended, besides
 * @param othersAsk whether Gong is asked by somebody else as well, for whom we cannot answer
 */
record Mishap(
    String name,
    Happening happening,
    Beyond beyond,
    Consumer<List<Ending>> endings,
    boolean othersAsk) {
  /** Damage. */
  interface Happening {
    /**
     * @param dice the same for the same seed
     * @param outage how long a thing stays away, where it stays away
     */
    void happen(Site site, Random dice, Duration outage) throws Exception;
  }

  /** A judgement of what reached Gong. */
  interface Beyond {
    void judge(List<JsonNode> arrivals);
  }

  static Mishap of(String name, Happening happening) {
    return new Mishap(name, happening, arrivals -> {}, endings -> {}, false);
  }

  /** Gong misbehaves in this way for the time of the outage. */
  static Mishap ofGong(String name, String... faults) {
    return of(
        name,
        (site, dice, outage) -> {
          for (String fault : faults) {
            site.gong().faults(fault);
            Thread.sleep(outage.dividedBy(faults.length));
          }
          site.gong().faultless();
        });
  }

  Mishap andThen(Beyond judgement) {
    return new Mishap(name, happening, judgement, endings, othersAsk);
  }

  Mishap whileOthersAsk() {
    return new Mishap(name, happening, beyond, endings, true);
  }

  Mishap endingWith(Consumer<List<Ending>> judgement) {
    return new Mishap(name, happening, beyond, judgement, othersAsk);
  }

  @Override
  public String toString() {
    return name;
  }
}
