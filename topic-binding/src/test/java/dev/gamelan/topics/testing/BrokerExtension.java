package dev.gamelan.topics.testing;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;
import org.testcontainers.kafka.KafkaContainer;

/**
 * Starts the broker at the first test class that asks and leaves it to the end of the JVM; says
 * where it is in the system property {@code spring.kafka.bootstrap-servers}.
 */
final class BrokerExtension implements BeforeAllCallback {
  private static final String SERVERS = "spring.kafka.bootstrap-servers";

  @Override
  public void beforeAll(ExtensionContext context) {
    synchronized (BrokerExtension.class) {
      if (System.getProperty(SERVERS) == null) {
        System.setProperty(SERVERS, start());
      }
    }
  }

  private static String start() {
    if ("testcontainers".equals(System.getProperty("gamelan.test.broker"))) {
      var container = new KafkaContainer("apache/kafka:4.2.1");
      container.start();
      Runtime.getRuntime().addShutdownHook(new Thread(container::stop));
      return container.getBootstrapServers();
    }
    var broker = new EmbeddedKafkaKraftBroker(1, 1);
    broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
    broker.brokerProperty("auto.create.topics.enable", "false");
    broker.afterPropertiesSet();
    Runtime.getRuntime().addShutdownHook(new Thread(broker::destroy));
    return broker.getBrokersAsString();
  }
}
