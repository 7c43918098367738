package dev.gamelan.toolrouter.catalog;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the catalogue, read once, and what works on it available to the service. */
@Configuration(proxyBeanMethods = false)
class CatalogConfiguration {
  @Bean
  Catalog catalog() {
    return Catalog.load();
  }

  @Bean
  AnswerShapes answerShapes() {
    return AnswerShapes.load();
  }

  @Bean
  ArgumentCheck argumentCheck() {
    return new ArgumentCheck();
  }

  @Bean
  RequestBuilder requestBuilder() {
    return new RequestBuilder();
  }

  @Bean
  RequestReading requestReading(Catalog catalog) {
    return new RequestReading(catalog);
  }

  @Bean
  AnswerReading answerReading() {
    return new AnswerReading();
  }
}
