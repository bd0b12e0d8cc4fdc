package io.tidegate.bench.peers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.cloud.gateway.route.RouteLocator;
import org.springframework.cloud.gateway.route.builder.RouteLocatorBuilder;
import org.springframework.context.annotation.Bean;

/**
 * Spring Cloud Gateway with two routes, to the addresses that the properties {@code plain} and
 * {@code streams} say; the second is for requests with the header {@code x-streams}.
 */
@SpringBootApplication
public class SpringGateway {

  /** Runs until it is killed. */
  public static void main(String[] arguments) {
    SpringApplication.run(SpringGateway.class, arguments);
  }

  /** All paths of both. */
  @Bean
  public RouteLocator routes(RouteLocatorBuilder builder) {
    return builder
        .routes()
        .route("streams", route -> route.header("x-streams").uri(System.getProperty("streams")))
        .route("plain", route -> route.path("/**").uri(System.getProperty("plain")))
        .build();
  }
}
