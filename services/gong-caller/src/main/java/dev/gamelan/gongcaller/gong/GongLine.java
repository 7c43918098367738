package dev.gamelan.gongcaller.gong;

import dev.gamelan.schemas.GongRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.impl.DefaultClientConnectionReuseStrategy;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.protocol.HttpProcessor;
import org.apache.hc.core5.http.protocol.HttpProcessorBuilder;
import org.apache.hc.core5.http.protocol.RequestConnControl;
import org.apache.hc.core5.http.protocol.RequestContent;
import org.apache.hc.core5.http.protocol.RequestTargetHost;
import org.apache.hc.core5.http.protocol.RequestUserAgent;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** One open connection to Gong, good for one request; to be closed whether it was used or not. */
public final class GongLine implements GongClient.Opening, AutoCloseable {
  private static final HttpRequestExecutor EXECUTOR = new HttpRequestExecutor();
  private static final HttpProcessor COMPLETION =
      HttpProcessorBuilder.create()
          .addAll(
              RequestTargetHost.INSTANCE,
              RequestContent.INSTANCE,
              RequestConnControl.INSTANCE,
              new RequestUserAgent("gamelan"))
          .build();

  private final ConnectionEndpoint endpoint;
  private final HttpClientContext context;
  private final GongAddress address;
  private final HttpHost host;
  private final GongClient client;
  private boolean reusable = true;
  private boolean closed;

  GongLine(
      ConnectionEndpoint endpoint,
      HttpClientContext context,
      GongAddress address,
      HttpHost host,
      GongClient client) {
    this.endpoint = endpoint;
    this.context = context;
    this.address = address;
    this.host = host;
    this.client = client;
  }

  /** Whether it ends where the account asks. */
  public boolean leadsTo(GongAccount account) {
    return account.address().equals(address);
  }

  /**
   * Sends, and reads what comes back, all within the time that is left.
   *
   * @param stored the content of the request's file, where that is not in the request; a {@link
   *     BrokenOffException} of its own ends the request before it is whole
   */
  public GongAnswer send(
      GongAccount account,
      GongRequest request,
      @Nullable InputStream stored,
      Map<String, String> traceHeaders,
      Duration left) {
    if (!leadsTo(account)) {
      throw new IllegalArgumentException("Credentials never go to another address than theirs");
    }
    client
        .problem(request)
        .ifPresent(
            problem -> {
              throw new IllegalArgumentException("This request must not be sent: " + problem);
            });
    Duration longest = client.answerTimeout(request);
    Duration patience = left.compareTo(longest) < 0 ? left : longest;
    ClassicHttpRequest outgoing = OutgoingRequest.of(request, stored, host, address.pathPrefix());
    outgoing.setHeader(HttpHeaders.AUTHORIZATION, account.authorization());
    outgoing.setHeader(HttpHeaders.ACCEPT, "application/json");
    outgoing.setHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
    traceHeaders.forEach(outgoing::setHeader);

    reusable = false;
    // A socket's timeout begins anew with every byte; only closing it ends a slow drip.
    ScheduledFuture<?> end =
        client
            .deadlines()
            .schedule(
                () -> endpoint.close(CloseMode.IMMEDIATE),
                patience.toMillis(),
                TimeUnit.MILLISECONDS);
    try {
      endpoint.setSocketTimeout(Timeout.of(patience));
      EXECUTOR.preProcess(outgoing, COMPLETION, context);
      // Never closed: closing would read the rest of an answer that is too large. The line is.
      ClassicHttpResponse response = endpoint.execute("gong", outgoing, EXECUTOR::execute, context);
      GongAnswer answer = read(response);
      reusable =
          answer instanceof GongAnswer.Responded
              // An answer that came early may have left some of a file unsent.
              && request.getFile() == null
              && end.cancel(false)
              && DefaultClientConnectionReuseStrategy.INSTANCE.keepAlive(
                  outgoing, response, context);
      return answer;
    } catch (BrokenOffException broken) {
      return new GongAnswer.BrokenOff(broken.reason());
    } catch (SocketTimeoutException late) {
      return new GongAnswer.NoResponse("Gong did not answer in time");
    } catch (IOException | HttpException broken) {
      return new GongAnswer.NoResponse(
          end.getDelay(TimeUnit.NANOSECONDS) <= 0
              ? "Gong did not answer in time"
              : "The connection to Gong broke before its answer was whole (%s)"
                  .formatted(broken.getClass().getSimpleName()));
    } finally {
      end.cancel(false);
    }
  }

  private GongAnswer read(ClassicHttpResponse response) throws IOException {
    int limit = client.largestAnswer();
    String traceId = header(response, "x-traceid");
    HttpEntity entity = response.getEntity();
    byte[] body = entity == null ? new byte[0] : body(entity, limit);
    if (body == null) {
      return new GongAnswer.TooLarge(
          response.getCode(), RequestIds.find(traceId, new byte[0]), limit);
    }
    String encoding = header(response, HttpHeaders.CONTENT_ENCODING);
    if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
      return new GongAnswer.NoResponse("Gong answered in an encoding that was not asked for");
    }
    return new GongAnswer.Responded(
        response.getCode(),
        contentType(entity),
        body,
        RequestIds.find(traceId, body),
        RetryAfter.read(header(response, HttpHeaders.RETRY_AFTER), client.clock().instant()),
        redirectedTo(response));
  }

  private static byte @Nullable [] body(HttpEntity entity, int limit) throws IOException {
    if (entity.getContentLength() > limit) {
      return null;
    }
    var body = new ByteArrayOutputStream(Math.clamp(entity.getContentLength(), 1_024, limit));
    var chunk = new byte[16_384];
    InputStream content = entity.getContent();
    for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
      if (body.size() + read > limit) {
        return null;
      }
      body.write(chunk, 0, read);
    }
    return body.toByteArray();
  }

  private static @Nullable String contentType(@Nullable HttpEntity entity) {
    String type = entity == null ? null : entity.getContentType();
    return type == null || type.length() > 200 ? null : type;
  }

  /** Only the host, and only if it is one: the rest of a foreign address is nobody's business. */
  private static @Nullable String redirectedTo(ClassicHttpResponse response) {
    String location = header(response, HttpHeaders.LOCATION);
    if (location == null || response.getCode() / 100 != 3) {
      return null;
    }
    try {
      String host = URI.create(location).getHost();
      return host != null && host.length() <= 253 ? host : null;
    } catch (IllegalArgumentException garbage) {
      return null;
    }
  }

  private static @Nullable String header(HttpMessage message, String name) {
    var header = message.getFirstHeader(name);
    return header == null ? null : header.getValue();
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      client.giveBack(endpoint, reusable);
    }
  }
}
