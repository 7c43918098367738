package dev.gamelan.gongcaller.gong;

import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.StoredFile;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.entity.mime.ByteArrayBody;
import org.apache.hc.client5.http.entity.mime.ContentBody;
import org.apache.hc.client5.http.entity.mime.InputStreamBody;
import org.apache.hc.client5.http.entity.mime.MultipartEntityBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.apache.hc.core5.net.PercentCodec;
import org.jspecify.annotations.Nullable;

/** Turns a command's request into HTTP, and refuses one that is not what it ought to be. */
final class OutgoingRequest {
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");
  private static final Pattern PATH =
      Pattern.compile("/v2/(?:[A-Za-z0-9/_.~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2}){1,2000}");
  private static final Pattern WAY_UP = Pattern.compile("(?i)(?:^|/)(?:\\.|%2e){1,2}(?:/|$)");
  private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final int LONGEST_QUERY = 16_000;

  private OutgoingRequest() {}

  /** Why the request may not be sent, if it may not. */
  static Optional<String> problem(GongRequest request) {
    if (!METHODS.contains(request.getMethod())) {
      return Optional.of("its method is not one that Gong knows");
    }
    String path = request.getPath();
    if (!PATH.matcher(path).matches() || WAY_UP.matcher(path).find() || path.contains("//")) {
      return Optional.of("its path is not one of Gong's API");
    }
    if (query(request.getQuery()).length() > LONGEST_QUERY) {
      return Optional.of("its query is too long");
    }
    FilePart file = request.getFile();
    if (file != null && (!PLAIN_NAME.matcher(field(file)).matches() || type(file).isEmpty())) {
      return Optional.of("its file names no form field or content type that can be sent");
    }
    if (file != null && file.getStored() != null && !isSound(file.getStored())) {
      return Optional.of("what it says of its file cannot be");
    }
    return Optional.empty();
  }

  private static boolean isSound(StoredFile file) {
    return file.getChunks() > 0
        && file.getSize() > 0
        && file.getFirstOffset() >= 0
        && file.getLastOffset() - file.getFirstOffset() >= file.getChunks() - 1;
  }

  private static String field(FilePart file) {
    StoredFile stored = file.getStored();
    return stored == null ? file.getName() : stored.getName();
  }

  /**
   * @param stored the content of the request's file, where that is not in the request
   */
  static ClassicHttpRequest of(
      GongRequest request, @Nullable InputStream stored, HttpHost host, String prefix) {
    String query = query(request.getQuery());
    var outgoing =
        new BasicClassicHttpRequest(
            request.getMethod(),
            host,
            prefix + request.getPath() + (query.isEmpty() ? "" : "?" + query));
    String body = request.getBody();
    FilePart file = request.getFile();
    if (file != null) {
      outgoing.setEntity(
          MultipartEntityBuilder.create()
              .setStrictMode()
              .setCharset(StandardCharsets.UTF_8)
              .addPart(field(file), content(file, stored))
              .build());
    } else if (body != null) {
      outgoing.setEntity(
          new ByteArrayEntity(body.getBytes(StandardCharsets.UTF_8), ContentType.APPLICATION_JSON));
    }
    return outgoing;
  }

  private static ContentBody content(FilePart file, @Nullable InputStream content) {
    ContentType type = type(file).orElse(ContentType.APPLICATION_OCTET_STREAM);
    String name = file.getFileName().replaceAll("[\\p{Cntrl}\"\\\\/]", "_");
    StoredFile stored = file.getStored();
    if (stored == null) {
      return new ByteArrayBody(bytes(file.getContent()), type, name);
    }
    if (content == null) {
      throw new IllegalArgumentException("A stored file goes out with its content only");
    }
    return new InputStreamBody(content, type, name, stored.getSize());
  }

  private static Optional<ContentType> type(FilePart file) {
    try {
      return file.getContentType().chars().anyMatch(Character::isISOControl)
          ? Optional.empty()
          : Optional.ofNullable(ContentType.parse(file.getContentType()));
    } catch (IllegalArgumentException unusable) {
      return Optional.empty();
    }
  }

  private static String query(List<QueryParameter> parameters) {
    return parameters.stream()
        .map(parameter -> encoded(parameter.getName()) + "=" + encoded(parameter.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return PercentCodec.encode(text, StandardCharsets.UTF_8);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
