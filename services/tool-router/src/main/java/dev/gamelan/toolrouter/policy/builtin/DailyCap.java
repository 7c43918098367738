package dev.gamelan.toolrouter.policy.builtin;

import dev.gamelan.toolrouter.policy.facts.Action;
import dev.gamelan.toolrouter.policy.facts.CallFacts;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;

/** Only so many calls within any 24 hours. */
record DailyCap(Per per, long calls) implements BuiltIn {
  private static final long MOST = 10_000_000;

  /** Whose calls are counted together. */
  enum Per {
    USER("You have made"),
    CLIENT("This client has made"),
    TOOL("Of this tool there were");

    private final String begins;

    Per(String begins) {
      this.begins = begins;
    }
  }

  static DailyCap read(Settings settings) {
    String per = settings.neededText("per", 10, "USER, CLIENT or TOOL");
    return new DailyCap(
        switch (per) {
          case "USER" -> Per.USER;
          case "CLIENT" -> Per.CLIENT;
          case "TOOL" -> Per.TOOL;
          default -> throw new WrongSettingException("builtIn.per must be USER, CLIENT or TOOL");
        },
        settings.wholeNumber("calls", 0, MOST));
  }

  @Override
  public When when() {
    return When.BEFORE;
  }

  @Override
  public Action action() {
    return Action.DENY;
  }

  @Override
  public Ruling rule(Question question) {
    CallFacts call = question.call();
    long made =
        switch (per) {
          case USER -> call.usage().byUser();
          case CLIENT -> call.usage().byClient();
          case TOOL -> call.usage().byTool();
        };
    if (made < calls || (per == Per.CLIENT && call.client().id().isEmpty())) {
      return new Ruling.Silent();
    }
    return new Ruling.Against(
        "%s %d calls within 24 hours, and %d are allowed; it goes on when the oldest of them is a day old."
            .formatted(per.begins, made, calls),
        null);
  }
}
