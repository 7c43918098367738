import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.regex.Pattern;

/**
 * Sends one request to Gong under a guest's permit, as any other program of the company may.
 *
 * <p>java NightlyJob.java QUOTA_URL CONNECTION PERMIT_TOKEN GONG_REQUEST_URL GONG_AUTHORIZATION
 */
class NightlyJob {
  static final HttpClient HTTP = HttpClient.newHttpClient();

  public static void main(String[] args) throws Exception {
    String permits = args[0] + "/v1/connections/" + args[1] + "/guests/nightly-job/permits";
    while (true) {
      long asked = System.nanoTime();
      String answer = send("POST", permits, args[2], "{\"tool\":\"export\"}");
      if (answer.contains("\"refused\"")) {
        Thread.sleep(number(answer, "retryAfterMillis"));
        continue;
      }
      Thread.sleep(number(answer, "delayMillis"));
      String outcome = permits + "/" + text(answer, "permitId") + "/outcome";
      if ((System.nanoTime() - asked) / 1_000_000 > number(answer, "expiresInMillis")) {
        send("PUT", outcome, args[2], "{\"result\":\"UNUSED\"}");
        continue;
      }
      var request =
          HttpRequest.newBuilder(URI.create(args[3])).header("Authorization", args[4]).build();
      var gong = HTTP.send(request, BodyHandlers.ofString());
      long wait = gong.headers().firstValueAsLong("Retry-After").orElse(0) * 1000;
      send(
          "PUT",
          outcome,
          args[2],
          "{\"result\":\"RESPONDED\",\"httpStatus\":%d,\"retryAfterMillis\":%d}"
              .formatted(gong.statusCode(), wait));
      System.out.println(gong.statusCode() + " " + gong.body());
      return;
    }
  }

  static String send(String method, String url, String token, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(url))
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    return HTTP.send(request.build(), BodyHandlers.ofString()).body();
  }

  static long number(String json, String field) {
    return Long.parseLong(text(json, field));
  }

  static String text(String json, String field) {
    var found = Pattern.compile("\"" + field + "\":\"?([^\",}]+)").matcher(json);
    if (!found.find()) {
      throw new IllegalStateException(json);
    }
    return found.group(1);
  }
}
