package dev.gamelan.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import dev.gamelan.local.up.InstallationOptions.GongAccount;
import dev.gamelan.simulator.GongSimulator;
import dev.gamelan.simulator.arrivals.Arrival;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/** A recording goes all the way to Gong, larger than the memory of whoever passes it on. */
class UploadSystemTest {
  private static final int MB = 1024 * 1024;
  private static final int RECORDING = 150 * MB;
  private static final int SMALL = 3 * MB;

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  @SuppressWarnings("NullAway.Init") // set by JUnit
  private Path data;

  private GongSimulator gong;
  private Installation installation;
  private AnotherRouter router;
  private Administrator administrator;
  private String token;

  @BeforeEach
  @SuppressWarnings("NullAway.Init")
  void start() throws Exception {
    gong =
        GongSimulator.start(
            "--spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
                + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration");
    installation =
        Installation.start(
            InstallationOptions.in(data)
                .withGong(
                    new GongAccount(
                        gong.baseUrl(), GongSimulator.ACCESS_KEY, GongSimulator.ACCESS_KEY_SECRET)),
            Silent.PROGRESS);
    router =
        AnotherRouter.start(
            installation, data.resolve("router.log"), List.of("-Xmx128m"), Map.of());
    administrator = new Administrator(installation.gateway());
    token = installation.gateway().user("writer").token();
  }

  @AfterEach
  void stop() {
    router.close();
    installation.close();
    gong.close();
  }

  @Test
  void aRecordingLargerThanTheRoutersMemoryReachesGongAsItWas() throws Exception {
    String call = addedCall();
    long begun = System.nanoTime();

    HttpResponse<String> answer = upload(call, RECORDING);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    Arrival arrival = arrival("PUT /v2/calls/{id}/media");
    assertThat(arrival.applied()).isTrue();
    assertThat(arrival.bodySha256()).isEqualTo(digest(RECORDING));
    System.out.printf(
        "%d MB through a router of 128 MB in %d ms%n",
        RECORDING / MB, Duration.ofNanos(System.nanoTime() - begun).toMillis());
  }

  @Test
  void asAToolASmallerOneDoes() throws Exception {
    String call = addedCall();
    String content;
    try (InputStream file = file(SMALL)) {
      content = Base64.getEncoder().encodeToString(file.readAllBytes());
    }

    var answer =
        administrator.sent(
            "POST",
            router.url() + "/v1/tool-calls",
            token,
            "{\"tool\": \"gong_add_call_recording\", \"arguments\": {\"id\": \"%s\", \"fileName\": \"call.mp3\", \"content\": \"%s\"}}"
                .formatted(call, content));

    assertThat(answer.path("outcome").asString()).as(answer.toString()).isEqualTo("answered");
    assertThat(arrival("PUT /v2/calls/{id}/media").bodySha256()).isEqualTo(digest(SMALL));
  }

  private String addedCall() throws Exception {
    String user =
        administrator
            .sent(
                "POST",
                router.url() + "/v1/tool-calls",
                token,
                "{\"tool\": \"gong_list_users\", \"arguments\": {}}")
            .at("/result/users")
            .valueStream()
            .filter(one -> one.at("/settings/telephonyCallsImported").asBoolean(false))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asString();
    var added =
        administrator.sent(
            "POST",
            router.url() + "/v1/tool-calls",
            token,
            """
            {"tool": "gong_add_call", "arguments": {"clientUniqueId": "an-upload",
             "actualStart": "2026-01-02T00:00:00Z", "direction": "Inbound",
             "primaryUser": "%s", "parties": [{"userId": "%s"}]}}
            """
                .formatted(user, user));
    assertThat(added.path("outcome").asString()).as(added.toString()).isEqualTo("answered");
    return added.at("/result/callId").asString();
  }

  private HttpResponse<String> upload(String call, int size) throws Exception {
    String boundary = "a-boundary-that-is-in-no-file";
    byte[] before =
        ("--%s\r\nContent-Disposition: form-data; name=\"mediaFile\"; filename=\"call.mp3\"\r\n"
                + "Content-Type: audio/mpeg\r\n\r\n")
            .formatted(boundary)
            .getBytes(StandardCharsets.UTF_8);
    byte[] after = "\r\n--%s--\r\n".formatted(boundary).getBytes(StandardCharsets.UTF_8);
    Supplier<InputStream> file = () -> file(size);
    var request =
        HttpRequest.newBuilder(
                URI.create(router.url() + "/proxy/default/v2/calls/%s/media".formatted(call)))
            .timeout(Duration.ofSeconds(240))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "multipart/form-data; boundary=" + boundary)
            .PUT(
                HttpRequest.BodyPublishers.concat(
                    HttpRequest.BodyPublishers.ofByteArray(before),
                    HttpRequest.BodyPublishers.ofInputStream(file),
                    HttpRequest.BodyPublishers.ofByteArray(after)))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  private Arrival arrival(String operation) {
    return gong.arrivals(0).stream()
        .filter(arrival -> arrival.operation().equals(operation))
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** As the simulator computes it: the field's name, and the file. */
  private static String digest(int size) throws Exception {
    var digest = MessageDigest.getInstance("SHA-256");
    digest.update("mediaFile\n".getBytes(StandardCharsets.UTF_8));
    try (InputStream file = file(size)) {
      byte[] piece = new byte[MB];
      for (int read = file.read(piece); read >= 0; read = file.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** The same bytes each time, of which no two megabytes are alike, and never all in memory. */
  private static InputStream file(int size) {
    byte[] block = new byte[MB];
    new Random(1).nextBytes(block);
    return new InputStream() {
      private int at;

      @Override
      public int read() {
        return at == size ? -1 : next() & 0xff;
      }

      private byte next() {
        byte one = (byte) (block[at % MB] ^ at / MB);
        at++;
        return one;
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        if (at == size) {
          return -1;
        }
        int many = Math.min(length, size - at);
        for (int index = 0; index < many; index++) {
          bytes[offset + index] = next();
        }
        return many;
      }
    };
  }
}
