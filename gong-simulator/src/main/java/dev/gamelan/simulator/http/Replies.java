package dev.gamelan.simulator.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.gamelan.simulator.operations.Answer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Puts answers into Gong's envelope: a request id in the body, and the same in a header. */
@Component
class Replies {
  private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
  private static final String VERSION = "PublicApiServer:17.main.19292";

  private final JsonMapper json;

  Replies(JsonMapper json) {
    this.json =
        json.rebuild()
            .changeDefaultPropertyInclusion(
                include -> include.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
  }

  private record Errors(List<String> errors, @JsonUnwrapped Answer.@Nullable Help help) {}

  Reply of(Answer answer) {
    return switch (answer) {
      case Answer.Done done -> reply(done.status(), done.body(), Map.of());
      case Answer.Refused refused ->
          reply(refused.status(), new Errors(refused.errors(), refused.help()), refused.headers());
      case Answer.Late late -> {
        Reply reply = of(late.answer());
        Duration delay = reply.delay().plus(late.delay());
        yield new Reply(reply.status(), reply.type(), reply.headers(), reply.body(), delay);
      }
    };
  }

  private Reply reply(int status, Record body, Map<String, String> headers) {
    String requestId = requestId();
    Map<String, String> all = new HashMap<>(headers);
    all.put("x-traceid", requestId);
    all.put("x-gong-service-version", VERSION);
    return new Reply(status, Reply.JSON, all, envelope(requestId, body), Duration.ZERO);
  }

  /** The body's own opening brace gives way to one that is followed by the request id. */
  private byte[] envelope(String requestId, Record body) {
    byte[] own = json.writeValueAsBytes(body);
    String opening = "{\"requestId\":\"" + requestId + '"' + (own.length > 2 ? "," : "");
    var whole = new ByteArrayOutputStream(own.length + 40);
    whole.writeBytes(opening.getBytes(StandardCharsets.US_ASCII));
    whole.write(own, 1, own.length - 1);
    return whole.toByteArray();
  }

  private static String requestId() {
    var id = new StringBuilder(19);
    while (id.length() < 19) {
      id.append(ALPHABET.charAt(ThreadLocalRandom.current().nextInt(36)));
    }
    return id.toString();
  }
}
