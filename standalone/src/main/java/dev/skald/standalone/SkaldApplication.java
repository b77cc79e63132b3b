package dev.skald.standalone;

import dev.skald.api.ApiConfiguration;
import dev.skald.worker.WorkerConfiguration;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/** Starts everything, for trying it out and for developing. */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import({WorkerConfiguration.class, ApiConfiguration.class})
public class SkaldApplication {

  public static void main(String[] args) {
    Progress progress = Progress.toTerminal();
    try {
      Skald.start(progress, args);
    } catch (RuntimeException e) {
      progress.say(Sentence.of(e));
      System.exit(1);
    }
  }
}
