package dev.gamelan.toolrouter.testing;

/** Two instances of one installation, and who stands in for gong-caller. */
public final class Pair implements AutoCloseable {
  private final RunningRouter one;
  private final RunningRouter other;
  private final FakeGongCaller gongCaller;
  private final Governed governed;

  private Pair(RunningRouter one, RunningRouter other) {
    this.one = one;
    this.other = other;
    this.gongCaller = new FakeGongCaller();
    this.governed = new Governed(one, other);
  }

  public static Pair start(String... settings) {
    return new Pair(RunningRouter.start(settings), RunningRouter.start(settings));
  }

  public RunningRouter one() {
    return one;
  }

  public RunningRouter other() {
    return other;
  }

  public FakeGongCaller gongCaller() {
    return gongCaller;
  }

  /** What is set by it holds at both. */
  public Governed governed() {
    return governed;
  }

  @Override
  public void close() {
    gongCaller.close();
    one.close();
    other.close();
  }
}
