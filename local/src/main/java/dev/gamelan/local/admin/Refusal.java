package dev.gamelan.local.admin;

import java.io.IOException;
import tools.jackson.databind.JsonNode;

/** A service said no: its sentence, and what to do about it. */
final class Refusal extends IOException {
  private static final long serialVersionUID = 1L;

  private final int status;

  private Refusal(int status, String sentence) {
    super(sentence);
    this.status = status;
  }

  int status() {
    return status;
  }

  static Refusal of(int status, JsonNode problem, String url) {
    return new Refusal(status, sentence(status, problem, url));
  }

  private static String sentence(int status, JsonNode problem, String url) {
    String said = Cell.plain(problem.path("detail").asString(""));
    return switch (status) {
      case 401 -> "The token is not accepted. Start the installation again with ./gamelan up.";
      case 403 -> said.isEmpty() ? "This user may not do that; choose another with --as." : said;
      case 404 ->
          said.isEmpty() ? "%s is not there; this version does not offer it.".formatted(url) : said;
      case 412, 428 ->
          "Somebody else changed it meanwhile, so nothing was done. Look at it again, and repeat the"
              + " command if you still want to.";
      default -> said.isEmpty() ? "It answered %d without saying why.".formatted(status) : said;
    };
  }
}
