package dev.gamelan.system.guides;

import dev.gamelan.local.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;

/**
 * The folder that an administrator works in, made to lead to the installation of the test: curl
 * finds its services under the addresses of the guides, and calls an answer that is not 2xx a
 * failure.
 */
record Desk(Path folder, Map<String, String> environment) {
  private static final String CURL =
      """
      #!/usr/bin/env bash
      PATH=${PATH#*:}
      given=()
      for one in "$@"; do
        one=${one//http:\\/\\/localhost:8080/$ROUTER}
        one=${one//http:\\/\\/127.0.0.1:8080/$ROUTER}
        one=${one//http:\\/\\/127.0.0.1:7411/$ROUTER}
        one=${one//https:\\/\\/gamelan.example.com/$CALLER}
        one=${one//http:\\/\\/gong-caller:8080/$CALLER}
        one=${one//http:\\/\\/audit:8080/$AUDIT}
        one=${one//http:\\/\\/quota:8080/$QUOTA}
        given+=("$one")
      done
      exec curl --fail-with-body "${given[@]}"
      """;

  /** Asking from within a container of the installation is asking here. */
  private static final String COMPOSE =
      """
      #!/usr/bin/env bash
      if [ "$1 $2 $3" = "exec -T registry" ]; then shift 3; exec "$@"; fi
      echo "there are no containers here" >&2; exit 97
      """;

  private static final String TERMINAL =
      """
      #!/usr/bin/env bash
      exec "$JAVA" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Dorg.springframework.boot.logging.LoggingSystem=none \
        -cp "$CLASS_PATH" dev.gamelan.local.Gamelan "$@"
      """;

  static Desk at(Path folder, Path data, Path root, Gateway gateway) throws IOException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    script(bin.resolve("curl"), CURL);
    script(bin.resolve("docker-compose"), COMPOSE);
    script(folder.resolve("gamelan"), TERMINAL);
    Files.createSymbolicLink(folder.resolve(".gamelan"), data);
    Path secrets = Files.createDirectories(folder.resolve("deploy/secrets"));
    Files.copy(root.resolve("deploy/create-secrets"), folder.resolve("deploy/create-secrets"));
    Files.writeString(secrets.resolve("admin.token"), gateway.adminToken());
    for (var user : gateway.users()) {
      Files.writeString(secrets.resolve(user.name() + ".token"), user.token());
    }
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    environment.put("JAVA", Path.of(System.getProperty("java.home"), "bin", "java").toString());
    environment.put("CLASS_PATH", System.getProperty("java.class.path"));
    environment.put("ROUTER", gateway.adminUrl());
    environment.put("CALLER", gateway.service("gong-caller").url());
    environment.put("AUDIT", gateway.service("audit").url());
    environment.put("QUOTA", gateway.service("quota").url());
    environment.put("TOKEN", gateway.adminToken());
    return new Desk(folder, environment);
  }

  private static void script(Path file, String text) throws IOException {
    Files.writeString(file, text);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }
}
