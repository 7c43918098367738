package dev.gamelan.identity.guard;

import dev.gamelan.identity.Caller;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Lets a controller method simply take the {@link Caller}. */
final class CallerArgument implements HandlerMethodArgumentResolver {
  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Caller.class;
  }

  @Override
  public Mono<Object> resolveArgument(
      MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
    Object caller = exchange.getAttributes().get(Caller.ATTRIBUTE);
    return caller == null && !parameter.isOptional()
        ? Mono.error(new IllegalStateException("An open path has no caller: " + parameter))
        : Mono.justOrEmpty(caller);
  }
}
