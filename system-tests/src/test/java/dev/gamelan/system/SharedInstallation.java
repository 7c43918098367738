package dev.gamelan.system;

import dev.gamelan.local.services.ServiceLog;
import dev.gamelan.local.up.Installation;
import dev.gamelan.local.up.InstallationOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One installation in one JVM for all test classes that only use it, started at the first. */
final class SharedInstallation implements ParameterResolver {
  private static final ExtensionContext.Namespace HERE =
      ExtensionContext.Namespace.create(SharedInstallation.class);

  private record Shared(Installation installation) implements AutoCloseable {
    @Override
    public void close() {
      installation.close();
    }
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Installation.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(HERE)
        .computeIfAbsent(Shared.class, missing -> start(), Shared.class)
        .installation();
  }

  private static Shared start() {
    try {
      Path data = Files.createTempDirectory("gamelan-shared");
      ServiceLog.ofThisJvm(data);
      return new Shared(Installation.start(InstallationOptions.in(data), Silent.PROGRESS));
    } catch (java.io.IOException problem) {
      throw new java.io.UncheckedIOException(problem);
    }
  }
}
