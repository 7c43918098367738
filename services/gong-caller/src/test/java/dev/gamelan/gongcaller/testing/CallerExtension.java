package dev.gamelan.gongcaller.testing;

import java.io.IOException;
import java.util.Objects;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.support.TypeBasedParameterResolver;

/** Starts and stops what {@link WithCaller} promises. */
final class CallerExtension extends TypeBasedParameterResolver<CallerAtWork>
    implements BeforeAllCallback, AfterAllCallback {
  private static final Namespace CALLERS = Namespace.create(CallerExtension.class);

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    WithCaller wanted = context.getRequiredTestClass().getAnnotation(WithCaller.class);
    context
        .getStore(CALLERS)
        .put(CallerAtWork.class, new CallerAtWork(Objects.requireNonNull(wanted).value()));
  }

  @Override
  public CallerAtWork resolveParameter(ParameterContext parameter, ExtensionContext context) {
    CallerAtWork caller = caller(context);
    caller.asUsual();
    return caller;
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException {
    caller(context).close();
  }

  private static CallerAtWork caller(ExtensionContext context) {
    return Objects.requireNonNull(
        context.getStore(CALLERS).get(CallerAtWork.class, CallerAtWork.class));
  }
}
