package dev.gamelan.local.services;

/** A service that was started and can be stopped. */
public sealed interface RunningService extends AutoCloseable
    permits ContextService, ProcessService {
  ServicePlan plan();

  long pid();

  @Override
  void close();
}
