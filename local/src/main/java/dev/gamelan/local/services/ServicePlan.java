package dev.gamelan.local.services;

import java.util.Map;
import java.util.TreeMap;

/** One service as it is to be started: its entry point, where it listens and its settings. */
public record ServicePlan(
    String name, Class<?> application, int port, Map<String, String> settings) {

  public ServicePlan {
    settings = new TreeMap<>(settings);
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  String[] arguments() {
    return settings.entrySet().stream()
        .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
        .toArray(String[]::new);
  }
}
