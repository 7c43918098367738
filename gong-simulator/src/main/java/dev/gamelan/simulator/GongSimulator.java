package dev.gamelan.simulator;

import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.simulator.access.Hosts;
import dev.gamelan.simulator.access.Keys;
import dev.gamelan.simulator.arrivals.Arrival;
import dev.gamelan.simulator.arrivals.ArrivalLog;
import dev.gamelan.simulator.arrivals.Report;
import dev.gamelan.simulator.faults.FaultRule;
import dev.gamelan.simulator.faults.Faults;
import dev.gamelan.simulator.licences.Licences;
import dev.gamelan.simulator.oauth.AuthorizationServer;
import dev.gamelan.simulator.oauth.Conduct;
import dev.gamelan.simulator.oauth.OAuthClient;
import dev.gamelan.simulator.oauth.Tokens;
import dev.gamelan.simulator.quota.Limits;
import dev.gamelan.simulator.quota.Quota;
import dev.gamelan.simulator.world.Worlds;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * One company at Gong inside the caller's own process, on a free port, for tests; several companies
 * are several of these, each at its own address.
 */
public final class GongSimulator implements AutoCloseable {
  public static final String ACCESS_KEY = "gamelan-demo";
  public static final String ACCESS_KEY_SECRET = "gamelan-demo-secret";

  private final ConfigurableApplicationContext context;

  private GongSimulator(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** Arguments are those of the command line, such as {@code --server.port=8080}. */
  public static GongSimulator start(String... arguments) {
    return new GongSimulator(
        new SpringApplicationBuilder(GongSimulatorApplication.class)
            .properties("spring.config.name=gong-simulator")
            .run(
                Stream.concat(Stream.of("--server.port=0"), Arrays.stream(arguments))
                    .toArray(String[]::new)));
  }

  public String baseUrl() {
    var server = ((WebServerApplicationContext) context).getWebServer();
    return "http://localhost:" + Objects.requireNonNull(server).getPort();
  }

  public Report report() {
    return context.getBean(ArrivalLog.class).report(limits());
  }

  /** Arrivals after that number, oldest first. */
  public List<Arrival> arrivals(long since) {
    return context.getBean(ArrivalLog.class).since(since);
  }

  public Limits limits() {
    return context.getBean(Quota.class).limits();
  }

  public void limits(Limits limits) {
    context.getBean(Quota.class).change(limits);
  }

  public void faults(long seed, FaultRule... rules) {
    context.getBean(Faults.class).replace(seed, List.of(rules));
  }

  /** The company as it was at the start, nothing spent, no faults, an empty log. */
  public void reset() {
    context.getBean(Worlds.class).reset();
    context.getBean(ArrivalLog.class).forget();
    context.getBean(Faults.class).replace(0, List.of());
    context.getBean(Licences.class).change(licences());
    context.getBean(Hosts.class).change(Hosts.Rule.ANYWHERE);
    conduct(Conduct.USUAL);
    limits(limits());
  }

  public Licences.Bought licences() {
    return context.getBean(Licences.class).bought();
  }

  public void licences(Licences.Bought licences) {
    context.getBean(Licences.class).change(licences);
  }

  /** The key pairs that are good now; they can be put, revoked and regenerated. */
  public Keys keys() {
    return context.getBean(Keys.class);
  }

  /** Only these from now on; the others end at once. */
  public void keys(List<AccessKey> keys) {
    keys().replace(keys);
  }

  public void host(Hosts.Rule rule) {
    context.getBean(Hosts.class).change(rule);
  }

  public void oauthClients(OAuthClient... clients) {
    context.getBean(AuthorizationServer.class).clients(List.of(clients));
  }

  public void conduct(Conduct conduct) {
    context.getBean(AuthorizationServer.class).conduct(conduct);
  }

  /** Ends all access tokens, and with the consent all refresh tokens too. */
  public void revokeTokens(boolean consentToo) {
    context.getBean(Tokens.class).revoke(consentToo);
  }

  public void stop() {
    context.close();
  }

  @Override
  public void close() {
    stop();
  }
}
