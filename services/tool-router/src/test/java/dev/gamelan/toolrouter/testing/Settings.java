package dev.gamelan.toolrouter.testing;

import java.util.Map;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Binds a feature's configuration as Boot does. */
public final class Settings {
  private Settings() {}

  public static <T> T bind(String prefix, Class<T> type, Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate(
            prefix,
            Bindable.of(type),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT, source -> true));
  }
}
