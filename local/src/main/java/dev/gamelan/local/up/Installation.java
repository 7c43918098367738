package dev.gamelan.local.up;

import dev.gamelan.local.gateway.Gateway;
import dev.gamelan.local.gateway.GatewayFile;
import dev.gamelan.local.gateway.Secrets;
import dev.gamelan.local.gateway.Secrets.Token;
import dev.gamelan.local.infrastructure.Broker;
import dev.gamelan.local.infrastructure.FreePort;
import dev.gamelan.local.infrastructure.Postgres;
import dev.gamelan.local.infrastructure.Redis;
import dev.gamelan.local.infrastructure.SchemaRegistry;
import dev.gamelan.local.services.ContextService;
import dev.gamelan.local.services.ProcessService;
import dev.gamelan.local.services.RunningService;
import dev.gamelan.local.services.ServicePlan;
import dev.gamelan.local.up.InstallationOptions.GongAccount;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The whole system on one machine: started in order, described in gateway.json, stopped in reverse.
 */
public final class Installation implements AutoCloseable {
  private static final Duration UNTIL_READY = Duration.ofSeconds(120);
  private static final GongAccount SIMULATED =
      new GongAccount("", "gamelan-demo", "gamelan-demo-secret");

  private final InstallationOptions options;
  private final Progress progress;
  private final Path data;
  private final List<AutoCloseable> parts = new ArrayList<>();
  private final Map<String, RunningService> services = new LinkedHashMap<>();
  private final GatewayFile file;
  private @Nullable Gateway gateway;

  private Installation(InstallationOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
    this.data = options.data().toAbsolutePath().normalize();
    this.file = new GatewayFile(data);
  }

  /** Returns once every service says that it is ready, or fails with everything stopped again. */
  public static Installation start(InstallationOptions options, Progress progress)
      throws IOException {
    var installation = new Installation(options, progress);
    try {
      installation.start();
      return installation;
    } catch (IOException | RuntimeException failed) {
      installation.close();
      throw failed;
    }
  }

  private void start() throws IOException {
    parts.add(DataFolderLock.take(data));
    var secrets = new Secrets(data);
    Token reader = secrets.token("reader", "read");
    Token writer = secrets.token("writer", "read", "write");
    Token guest = secrets.token("guest", "read");
    Token admin = secrets.token("admin", "read", "write", "admin", "audit");
    Token caller = secrets.token("gong-caller", "permit");

    var together =
        new Together(
            (name, part) -> {
              own(name, part);
              progress.ready(name);
            });
    String running = options.kafka();
    var brokerStart =
        running == null
            ? together.run("broker", () -> Broker.start(data.resolve("kafka"), FreePort.find()))
            : null;
    var postgresStart = together.run("PostgreSQL", () -> Postgres.start(data.resolve("postgres")));
    var redisStart = together.run("Redis", () -> Redis.start(data.resolve("redis")));
    var registryStart =
        options.registry()
            ? together.run("schema registry", () -> SchemaRegistry.start(data))
            : null;
    String kafka =
        brokerStart == null
            ? Objects.requireNonNull(running)
            : together.await(brokerStart).servers();
    Postgres postgres = together.await(postgresStart);
    Redis redis = together.await(redisStart);
    String registry = registryStart == null ? "" : together.await(registryStart).url();

    var plans = new ServicePlans(options, secrets, kafka, registry);
    GongAccount gong = options.gong();
    List<ServicePlan> first = new ArrayList<>();
    if (gong == null) {
      ServicePlan simulator = plans.simulator();
      first.add(simulator);
      gong = new GongAccount(simulator.url(), SIMULATED.accessKey(), SIMULATED.accessKeySecret());
    }
    ServicePlan quota = plans.quota(redis.uri(), caller, List.of(reader, writer, guest, admin));
    first.add(quota);
    startAll(first);
    List<ServicePlan> then = new ArrayList<>();
    then.addAll(
        plans.gongCallers(postgres.database("gong_caller"), quota.url(), gong, List.of(admin)));
    then.add(plans.audit(postgres.database("audit", "audit_owner"), List.of(admin)));
    then.addAll(plans.toolRouters(List.of(reader, writer, guest, admin)));
    startAll(then);
    for (RunningService service : services.values()) {
      Readiness.await(service.plan(), UNTIL_READY);
      progress.ready(service.plan().name());
    }
    String router = service("tool-router").plan().url();
    gateway =
        new Gateway(
            ProcessHandle.current().pid(),
            router + "/mcp",
            router,
            admin.value(),
            List.of(user(reader), user(writer), user(guest)),
            kafka,
            registry.isEmpty() ? null : registry,
            gong.baseUrl(),
            Map.of());
    describe();
  }

  private static Gateway.User user(Token token) {
    return new Gateway.User(token.name(), token.value(), token.roles());
  }

  private void startAll(List<ServicePlan> plans) throws IOException {
    var together = new Together(this::own);
    var starts = plans.stream().map(plan -> together.run(plan.name(), () -> launch(plan))).toList();
    for (var start : starts) {
      RunningService service = together.await(start);
      services.put(service.plan().name(), service);
    }
  }

  private RunningService launch(ServicePlan plan) throws IOException {
    return options.processes()
        ? ProcessService.start(plan, data, this::startedAgain)
        : ContextService.start(plan);
  }

  private void startedAgain(String sentence) {
    progress.notice(sentence);
    try {
      describe();
    } catch (IOException problem) {
      progress.notice("gateway.json could not be written: " + problem.getMessage());
    }
  }

  private synchronized void own(String name, AutoCloseable part) {
    parts.add(part);
  }

  private RunningService service(String name) {
    RunningService service = services.get(name);
    if (service == null) {
      throw new IllegalArgumentException("No service " + name);
    }
    return service;
  }

  /** Writes gateway.json as things stand; the ids of processes change when one is started again. */
  private synchronized void describe() throws IOException {
    if (gateway == null) {
      return;
    }
    Map<String, Gateway.Running> running = new LinkedHashMap<>();
    services.forEach(
        (name, service) ->
            running.put(name, new Gateway.Running(service.pid(), service.plan().url())));
    gateway = gateway.with(running);
    file.write(gateway);
  }

  public synchronized Gateway gateway() {
    if (gateway == null) {
      throw new IllegalStateException("not started");
    }
    return gateway;
  }

  /** How a service of it was started, for whoever starts another one beside it. */
  public ServicePlan plan(String name) {
    return service(name).plan();
  }

  /** Front door first, so that nothing new comes in while what is under way ends. */
  @Override
  public void close() {
    for (AutoCloseable part : reversed()) {
      try {
        part.close();
      } catch (Exception problem) {
        progress.notice("A part did not stop cleanly: " + problem.getMessage());
      }
    }
  }

  private synchronized List<AutoCloseable> reversed() {
    List<AutoCloseable> last = new ArrayList<>(parts.reversed());
    parts.clear();
    if (!last.isEmpty()) {
      last.addFirst(file::delete);
    }
    return last;
  }
}
