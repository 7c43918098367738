package dev.gamelan.benchmarks.result;

/** One line of the engine's table: our value beside those of its peers. */
public record Row(
    String figure, String ours, String peers, String ratio, String aim, Verdict verdict) {

  /** Whether the aim was met. */
  public enum Verdict {
    MET("met"),
    MISSED("**missed**"),
    /** The run could not do what it set out to do, and says nothing. */
    VOID("**void**"),
    /** There was no aim. */
    TOLD("–");

    private final String shown;

    Verdict(String shown) {
      this.shown = shown;
    }

    public static Verdict of(boolean met) {
      return met ? MET : MISSED;
    }

    /** A run that was no run meets nothing. */
    public Verdict unlessVoid(boolean isVoid) {
      return isVoid ? VOID : this;
    }
  }

  /** Where a figure could not be measured. */
  public static Row failed(String figure, String why) {
    return new Row(figure, why.replace('|', '/').replace('\n', ' '), "–", "–", "–", Verdict.VOID);
  }

  public String line() {
    return "| %s | %s | %s | %s | %s | %s |"
        .formatted(figure, ours, peers, ratio, aim, verdict.shown);
  }
}
