package dev.skald.worker.golden;

import dev.skald.activities.TemporalConfiguration;
import dev.skald.workflows.Sagas;
import io.temporal.client.WorkflowClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The application's own client with its data converter, which never meets a server. */
record Offline(ConfigurableApplicationContext context, Golden golden) implements AutoCloseable {

  static Offline open() {
    ConfigurableApplicationContext context =
        new SpringApplicationBuilder(TemporalConfiguration.class)
            .web(WebApplicationType.NONE)
            .run("--logging.level.root=off", "--skald.temporal.target=127.0.0.1:1");
    return new Offline(context, new Golden(context.getBean(WorkflowClient.class), Sagas.ALL));
  }

  @Override
  public void close() {
    context.close();
  }
}
