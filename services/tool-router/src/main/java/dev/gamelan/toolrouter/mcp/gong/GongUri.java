package dev.gamelan.toolrouter.mcp.gong;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What an address of a resource means. */
sealed interface GongUri {
  String QUOTA = "gong://quota";
  String CALL_TEMPLATE = "gong://calls/{id}";
  String TRANSCRIPT_TEMPLATE = "gong://calls/{id}/transcript";
  String USER_TEMPLATE = "gong://users/{id}";
  String ANSWER_TEMPLATE = "gong://answers/{callId}/{part}";

  record Call(String id) implements GongUri {
    String uri() {
      return "gong://calls/" + id;
    }
  }

  record Transcript(String id) implements GongUri {
    String uri() {
      return "gong://calls/%s/transcript".formatted(id);
    }
  }

  record User(String id) implements GongUri {
    String uri() {
      return "gong://users/" + id;
    }
  }

  record Quota() implements GongUri {}

  /**
   * A part of an answer that was too long for one.
   *
   * @param part from 1 on
   */
  record Answer(String callId, int part) implements GongUri {
    String uri() {
      return "gong://answers/%s/%d".formatted(callId, part);
    }
  }

  /** Empty where the address means nothing here. */
  static Optional<GongUri> of(String uri) {
    if (uri.equals(QUOTA)) {
      return Optional.of(new Quota());
    }
    Matcher gongs = Forms.OF_GONG.matcher(uri);
    if (gongs.matches()) {
      String id = gongs.group(2);
      boolean transcript = gongs.group(3) != null;
      if (gongs.group(1).equals("calls")) {
        return Optional.of(transcript ? new Transcript(id) : new Call(id));
      }
      return transcript ? Optional.empty() : Optional.of(new User(id));
    }
    Matcher answer = Forms.ANSWER.matcher(uri);
    return answer.matches()
        ? Optional.of(new Answer(answer.group(1), Integer.parseInt(answer.group(2))))
        : Optional.empty();
  }

  /** How addresses are written. */
  final class Forms {
    private static final Pattern OF_GONG =
        Pattern.compile("gong://(calls|users)/([0-9]{1,20})(/transcript)?");
    private static final Pattern ANSWER =
        Pattern.compile("gong://answers/([0-9a-f-]{36})/([1-9][0-9]{0,4})");

    private Forms() {}
  }
}
