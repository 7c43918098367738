package dev.gamelan.local.up;

import dev.gamelan.audit.AuditApplication;
import dev.gamelan.gongcaller.GongCallerApplication;
import dev.gamelan.local.gateway.Secrets;
import dev.gamelan.local.gateway.Secrets.Token;
import dev.gamelan.local.infrastructure.FreePort;
import dev.gamelan.local.services.ServicePlan;
import dev.gamelan.local.up.InstallationOptions.GongAccount;
import dev.gamelan.quota.QuotaApplication;
import dev.gamelan.simulator.GongSimulatorApplication;
import dev.gamelan.toolrouter.ToolRouterApplication;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Knows which settings each service needs to find the others on this machine. */
final class ServicePlans {
  /**
   * What one class path with all services would otherwise switch on in services without a database.
   */
  private static final String NO_DATABASE =
      "org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration,"
          + "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

  private final InstallationOptions options;
  private final Secrets secrets;
  private final Map<String, String> shared = new HashMap<>();

  ServicePlans(InstallationOptions options, Secrets secrets, String kafka, String registryUrl) {
    this.options = options;
    this.secrets = secrets;
    shared.put("server.address", "127.0.0.1");
    shared.put("spring.kafka.bootstrap-servers", kafka);
    if (!registryUrl.isEmpty()) {
      shared.put("gamelan.schema-registry.url", registryUrl);
    }
  }

  ServicePlan simulator() throws IOException {
    return plan(
        "gong-simulator",
        GongSimulatorApplication.class,
        FreePort.find(),
        Map.of("spring.autoconfigure.exclude", NO_DATABASE));
  }

  ServicePlan quota(String redis, Token caller, List<Token> readers) throws IOException {
    return plan(
        "quota",
        QuotaApplication.class,
        FreePort.find(),
        Map.of(
            "spring.autoconfigure.exclude", NO_DATABASE,
            "gamelan.redis.url", redis,
            "gamelan.tokens.file", knownTo("quota", caller, readers)));
  }

  List<ServicePlan> gongCallers(
      String database, String quotaUrl, GongAccount gong, List<Token> readers) throws IOException {
    List<ServicePlan> plans = new ArrayList<>();
    for (int number = 1; number <= copies("gong-caller"); number++) {
      plans.add(gongCaller(number, database, quotaUrl, gong, readers));
    }
    return plans;
  }

  private ServicePlan gongCaller(
      int number, String database, String quotaUrl, GongAccount gong, List<Token> readers)
      throws IOException {
    Map<String, String> own = new HashMap<>();
    own.put("spring.datasource.url", database);
    own.put("spring.datasource.username", "gong_caller");
    own.put("gamelan.lane.instance", "gong-caller-" + number);
    own.put("gamelan.gong.base-url", gong.baseUrl());
    own.put("gamelan.gong.access-key", gong.accessKey());
    own.put("gamelan.gong.access-key-secret-file", gongSecret(gong));
    own.put("gamelan.seal.master-keys-file", secrets.masterKeys().toString());
    own.put("gamelan.quota.url", quotaUrl);
    own.put("gamelan.quota.token-file", secrets.tokenFile("gong-caller").toString());
    own.put("gamelan.tokens.file", knownTo("gong-caller", readers));
    return plan(
        named("gong-caller", number),
        "gong-caller",
        GongCallerApplication.class,
        FreePort.find(),
        own);
  }

  ServicePlan audit(String database, List<Token> readers) throws IOException {
    return plan(
        "audit",
        AuditApplication.class,
        FreePort.find(),
        Map.of(
            "spring.datasource.url",
            database,
            "spring.datasource.username",
            "audit",
            "spring.flyway.user",
            "audit_owner",
            "gamelan.tokens.file",
            knownTo("audit", readers)));
  }

  List<ServicePlan> toolRouters(List<Token> users) throws IOException {
    List<ServicePlan> plans = new ArrayList<>();
    for (int number = 1; number <= copies("tool-router"); number++) {
      plans.add(toolRouter(number, users));
    }
    return plans;
  }

  private ServicePlan toolRouter(int number, List<Token> users) throws IOException {
    return plan(
        named("tool-router", number),
        "tool-router",
        ToolRouterApplication.class,
        options.port() == 0 || number > 1 ? FreePort.find() : options.port(),
        Map.of(
            "spring.autoconfigure.exclude",
            NO_DATABASE,
            "gamelan.tokens.file",
            knownTo("tool-router", users),
            "gamelan.mcp.signing-key-file",
            secrets.signingKeys().toString(),
            "gamelan.governance.new-tools",
            "approved",
            "gamelan.governance.without-profile",
            "approved-tools"));
  }

  /** A file, since the arguments of a process can be read by everybody on the machine. */
  private String gongSecret(GongAccount gong) throws IOException {
    return secrets.keep("gong-access-key-secret", gong.accessKeySecret()).toString();
  }

  private String knownTo(String service, Token one, List<Token> more) throws IOException {
    List<Token> tokens = new ArrayList<>(more);
    tokens.add(one);
    return knownTo(service, tokens);
  }

  private String knownTo(String service, List<Token> tokens) throws IOException {
    return secrets.knownTo(service, tokens).toString();
  }

  private int copies(String service) {
    return options.copies().getOrDefault(service, 1);
  }

  private static String named(String service, int number) {
    return number == 1 ? service : service + "-" + number;
  }

  private ServicePlan plan(String name, Class<?> application, int port, Map<String, String> own) {
    return plan(name, name, application, port, own);
  }

  private ServicePlan plan(
      String name, String service, Class<?> application, int port, Map<String, String> own) {
    Map<String, String> settings = new HashMap<>(shared);
    settings.putAll(own);
    settings.putAll(options.settings().getOrDefault(service, Map.of()));
    settings.put("server.port", String.valueOf(port));
    return new ServicePlan(name, application, port, settings);
  }
}
