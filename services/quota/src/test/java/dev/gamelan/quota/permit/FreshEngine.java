package dev.gamelan.quota.permit;

import dev.gamelan.quota.RedisAtHand;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives each test an engine on an empty Redis; one Redis serves all tests of the JVM. */
final class FreshEngine implements ParameterResolver {
  private static final Namespace OURS = Namespace.create(FreshEngine.class);

  @Override
  public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
    return ExtensionContextScope.TEST_METHOD;
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Engine.class;
  }

  /** The stores close what they hold: the engine after its test, Redis after the last one. */
  @Override
  public Engine resolveParameter(ParameterContext parameter, ExtensionContext context) {
    RedisAtHand redis =
        context
            .getRoot()
            .getStore(OURS)
            .computeIfAbsent(RedisAtHand.class, key -> RedisAtHand.empty(), RedisAtHand.class);
    return context
        .getStore(OURS)
        .computeIfAbsent(Engine.class, key -> new Engine(redis), Engine.class);
  }
}
