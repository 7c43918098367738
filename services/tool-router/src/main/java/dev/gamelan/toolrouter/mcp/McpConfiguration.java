package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.session.Seals;
import dev.gamelan.toolrouter.mcp.session.SigningKeys;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Does not start without a key: an edge that forgot to seal would look as if it worked. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(McpProperties.class)
class McpConfiguration {
  @Bean
  Seals seals(McpProperties properties) {
    return new Seals(SigningKeys.read(properties.signingKeyFile(), properties.signingKey()));
  }
}
