package dev.gamelan.gongcaller.gong;

import dev.gamelan.schemas.FilePart;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.StoredFile;
import java.io.IOException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.ConnectionEndpoint;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.impl.io.MonitoringResponseOutOfOrderStrategy;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Opens lines to Gong, one request each. It works on bare connections, because an HTTP client would
 * retry, redirect or decompress behind the back of whoever holds the permit.
 */
@Component
@EnableConfigurationProperties(GongProperties.class)
public final class GongClient implements DisposableBean {
  private static final int LINES = 512;

  /** Whoever refuses a large file at its first bytes is heard before the last ones are sent. */
  private static final MonitoringResponseOutOfOrderStrategy EARLY_ANSWERS =
      new MonitoringResponseOutOfOrderStrategy(256 * 1024, Long.MAX_VALUE);

  private static final TimeValue IDLE = TimeValue.ofSeconds(30);

  private final GongProperties properties;
  private final Clock clock;
  private final PoolingHttpClientConnectionManager connections;
  private final ScheduledThreadPoolExecutor deadlines;

  GongClient(GongProperties properties, GongHosts hosts, Clock clock) {
    this.properties = properties;
    this.clock = clock;
    this.connections = connections(Timeout.of(properties.connectTimeout()), hosts);
    this.deadlines =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("gong-deadline", 0).factory());
    deadlines.setRemoveOnCancelPolicy(true);
  }

  private static PoolingHttpClientConnectionManager connections(Timeout connect, GongHosts hosts) {
    var bounded = Http1Config.custom().setMaxLineLength(16_384).setMaxHeaderCount(200).build();
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setDnsResolver(new PublicAddresses(hosts))
        .setConnectionFactory(
            ManagedHttpClientConnectionFactory.builder()
                .http1Config(bounded)
                .responseOutOfOrderStrategy(EARLY_ANSWERS)
                .build())
        .setMaxConnPerRoute(LINES)
        .setMaxConnTotal(LINES)
        .setDefaultSocketConfig(
            SocketConfig.custom().setTcpNoDelay(true).setSoTimeout(connect).build())
        .setDefaultConnectionConfig(
            ConnectionConfig.custom()
                .setConnectTimeout(connect)
                .setSocketTimeout(connect)
                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                .build())
        .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
        .build();
  }

  /** Why a request may never be sent, if so. */
  public Optional<String> problem(GongRequest request) {
    return OutgoingRequest.problem(request);
  }

  /** What opening a line came to. */
  public sealed interface Opening permits GongLine, NoLine {}

  /** There is no line; nothing was sent. */
  public record NoLine(GongAnswer.NotConnected why) implements Opening {}

  /**
   * A connected line, before its permit is due: so that the permit's moment is that of the request
   * and not of a handshake.
   */
  public Opening open(GongAddress address) {
    var host = new HttpHost(address.scheme(), address.host(), address.port());
    var route = new HttpRoute(host, null, address.secure());
    var context = HttpClientContext.create();
    Timeout patience = Timeout.of(properties.connectTimeout());
    ConnectionEndpoint endpoint = null;
    try {
      connections.closeIdle(IDLE);
      endpoint = connections.lease("gong", route, patience, null).get(patience);
      if (!endpoint.isConnected()) {
        connections.connect(endpoint, patience, context);
      }
      return new GongLine(endpoint, context, address, host, this);
    } catch (PublicAddresses.InwardException inward) {
      giveBack(endpoint, false);
      return new NoLine(
          new GongAnswer.NotConnected(
              "The name %s leads to an address that is not a public one"
                  .formatted(address.host())));
    } catch (IOException | ExecutionException | TimeoutException problem) {
      giveBack(endpoint, false);
      return new NoLine(
          new GongAnswer.NotConnected(
              "No connection to %s came about (%s)".formatted(host.toHostString(), why(problem))));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      giveBack(endpoint, false);
      return new NoLine(new GongAnswer.NotConnected("The service is stopping"));
    }
  }

  private static String why(Exception problem) {
    return switch (problem) {
      case SSLException tls ->
          "%s: TLS failed, perhaps because a proxy in between has a certificate that is not trusted here"
              .formatted(tls.getClass().getSimpleName());
      case UnknownHostException unknown -> "UnknownHostException: DNS does not know the name";
      default -> problem.getClass().getSimpleName();
    };
  }

  void giveBack(@Nullable ConnectionEndpoint endpoint, boolean reusable) {
    if (endpoint == null) {
      return;
    }
    if (!reusable) {
      endpoint.close(CloseMode.IMMEDIATE);
    }
    connections.release(endpoint, null, reusable ? IDLE : TimeValue.ZERO_MILLISECONDS);
  }

  Clock clock() {
    return clock;
  }

  /** The longest wait for an answer; it grows with what is to be sent beside the command. */
  Duration answerTimeout(GongRequest request) {
    FilePart file = request.getFile();
    StoredFile stored = file == null ? null : file.getStored();
    return stored == null
        ? properties.answerTimeout()
        : properties
            .answerTimeout()
            .plusSeconds(stored.getSize() / properties.slowestUpload().toBytes());
  }

  int largestAnswer() {
    return Math.toIntExact(properties.largestAnswer().toBytes());
  }

  ScheduledThreadPoolExecutor deadlines() {
    return deadlines;
  }

  @Override
  public void destroy() {
    deadlines.shutdownNow();
    connections.close(CloseMode.IMMEDIATE);
  }
}
