package dev.gamelan.simulator.http;

import dev.gamelan.simulator.operations.Ask;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;

/** Takes a multipart body apart, as RFC 7578 describes it. */
final class Multipart {
  private static final byte[] BLANK_LINE = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final byte[] body;
  private final byte[] delimiter;

  private Multipart(byte[] body, byte[] delimiter) {
    this.body = body;
    this.delimiter = delimiter;
  }

  /** No parts when the body is not multipart or is damaged. */
  static List<Ask.Part> parts(@Nullable MediaType type, byte[] body) {
    String boundary = type == null ? null : type.getParameter("boundary");
    if (boundary == null) {
      return List.of();
    }
    String bare = boundary.replace("\"", "");
    return new Multipart(body, ("--" + bare).getBytes(StandardCharsets.US_ASCII)).parts();
  }

  private List<Ask.Part> parts() {
    List<Ask.Part> parts = new ArrayList<>();
    int start = findDelimiter(0);
    while (start >= 0) {
      int from = start + delimiter.length + 2;
      int next = findDelimiter(from);
      int blank = find(BLANK_LINE, from);
      if (next < 0 || blank < 0 || blank > next) {
        break;
      }
      String headers = new String(body, from, blank - from, StandardCharsets.UTF_8);
      int contentFrom = blank + BLANK_LINE.length;
      byte[] content = Arrays.copyOfRange(body, contentFrom, Math.max(contentFrom, next - 2));
      addPart(headers, content, parts);
      start = next;
    }
    return parts;
  }

  private static void addPart(String headers, byte[] content, List<Ask.Part> parts) {
    for (String header : headers.split("\r\n")) {
      if (header.regionMatches(true, 0, "content-disposition:", 0, 20)) {
        var disposition = ContentDisposition.parse(header.substring(20).strip());
        String name = disposition.getName();
        if (name != null) {
          parts.add(new Ask.Part(name, disposition.getFilename(), content));
        }
      }
    }
  }

  /** A delimiter ends its line, or the body; what only begins like one belongs to the content. */
  private int findDelimiter(int from) {
    int start = find(delimiter, from);
    while (start >= 0) {
      int after = start + delimiter.length;
      if (after + 1 < body.length
          && ((body[after] == '\r' && body[after + 1] == '\n')
              || (body[after] == '-' && body[after + 1] == '-'))) {
        return start;
      }
      start = find(delimiter, after);
    }
    return -1;
  }

  private int find(byte[] wanted, int from) {
    for (int start = from; start <= body.length - wanted.length; start++) {
      if (Arrays.equals(body, start, start + wanted.length, wanted, 0, wanted.length)) {
        return start;
      }
    }
    return -1;
  }
}
