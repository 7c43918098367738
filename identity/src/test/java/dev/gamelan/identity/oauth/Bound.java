package dev.gamelan.identity.oauth;

import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Binds the configuration as Boot does. */
final class Bound {
  private Bound() {}

  static OAuthProperties properties(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate(
            "gamelan.identity.oauth",
            Bindable.of(OAuthProperties.class),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, source -> true));
  }
}
