package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Where tests run there is no container engine, so the files are read instead: nothing in them may
 * point at something that is not there.
 */
class ComposeFileTest {

  private static final Path ROOT = Path.of(System.getProperty("skald.root", ".."));
  private static final Deployment OURS = Deployment.at(ROOT, Settings.asEnvironment());

  @Test
  void everything_that_is_named_is_there() {
    assertThat(OURS.problems()).isEmpty();
  }

  /** Each line breaks the file in one place, and says what has to be said about that. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          services:                          | services: [                          | is no YAML
          postgres:18.6-trixie               | postgres:latest                      | postgres: image postgres:latest is not pinned
          apache/kafka:4.2.1                 | apache/kafka                         | kafka: image apache/kafka is not pinned
          127.0.0.1:${SKALD_API_PORT}:8080   | ${SKALD_API_PORT}:8080               | api: port ${SKALD_API_PORT}:8080 is published
          127.0.0.1:${POSTGRES_PORT}:5432    | 0.0.0.0:${POSTGRES_PORT}:5432        | postgres: port 0.0.0.0
          ${KAFKA_PORT}:9092                 | ${KAFKA_PROT}:9092                   | 'KAFKA_PROT' is used and nowhere
          ${SKALD_DB_PASSWORD:?see           | ${SKALD_DB_PASSWORD:-see             | may be left empty
          target: worker                     | target: wroker                       | no stage 'wroker'
          context: ., target: api            | context: .                           | no stage
          SKALD_TEMPORAL_TARGET              | SKALD_TEMPORAL_ADDRESS               | SKALD_TEMPORAL_ADDRESS is no setting
          SPRING_DATASOURCE_URL              | SPRING_DATASOURCE_URI                | SPRING_DATASOURCE_URI is no setting
          //postgres:5432/skald              | //postgresql:5432/skald              | 'postgresql', which is no service
          SERVERS: kafka:9094                | SERVERS: broker:9094                 | 'broker', which is no service
          POSTGRES_SEEDS: postgres           | POSTGRES_SEEDS: database             | 'database', which is no service
          temporal-schema: {condition        | temporal-tables: {condition          | 'temporal-tables', which is no service
          service_completed_successfully     | service_healthy                      | temporal waits for temporal-schema in a way
          temporal: {condition: service_healthy} | temporal: {condition: service_started} | temporal-ui waits for temporal in a way
          - postgres:/var                    | - database:/var                      | volumes: 'database' is used
          [backend]                          | [frontend]                           | networks: 'frontend' is used
          source: postgres-roles             | source: postgres-users               | configs: 'postgres-users' is used
          """)
  void a_broken_compose_file_is_found(String right, String wrong, String said) {
    assertThat(OURS.compose()).contains(right);
    Deployment broken =
        new Deployment(
            ROOT,
            OURS.compose().replace(right, wrong),
            OURS.env(),
            OURS.dockerfile(),
            OURS.ignored(),
            OURS.keys());

    assertThat(broken.problems()).anyMatch(problem -> problem.contains(said));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          FROM maven:3.9.16-eclipse-temurin-25-noble | FROM maven:latest           | build starts from maven:latest
          FROM runtime AS api                | FROM runtimes AS api                | api starts from runtimes
          FROM runtime AS worker             | FROM runtime AS works               | no stage 'worker'
          COPY . .                           | COPY pom.xml mvnw ./                | copies mvnw, which is not there
          --from=build /extracted/api/app    | --from=builder /extracted/api/app   | api copies from 'builder'
          /extracted/api/application/        | /extracted/app/application/         | build does not make /extracted/app/application/
          /extracted/api/application/        | /extracted/api/applications/        | build does not make /extracted/api/applications/
          -pl worker,api                     | -pl worker,rest                     | no module 'rest'
          in worker api;                     | in worker rest;                     | module 'rest' makes no rest/target/skald-rest
          -*-exec.jar                         | -*-boot.jar                         | module 'worker' makes no worker/target/skald-worker-*-boot.jar
          USER 10001:10001                   | USER root                           | api runs as root
          USER 10001:10001                   | ENV NOBODY=1                        | worker runs as root
          """)
  void a_broken_dockerfile_is_found(String right, String wrong, String said) {
    assertThat(OURS.dockerfile()).contains(right);
    Deployment broken =
        new Deployment(
            ROOT,
            OURS.compose(),
            OURS.env(),
            OURS.dockerfile().replace(right, wrong),
            OURS.ignored(),
            OURS.keys());

    assertThat(broken.problems()).anyMatch(problem -> problem.contains(said));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          SKALD_DB_PASSWORD=    | SKALD_DB_PASSWORD=skald  | .env.example: SKALD_DB_PASSWORD='skald'
          KAFKA_PORT=9092       | KAFKA_PORT=              | .env.example: KAFKA_PORT=''
          KAFKA_PORT=9092       | ""                       | 'KAFKA_PORT' is used and nowhere
          KAFKA_PORT=9092       | KAFKA_PROT=9092          | 'KAFKA_PROT' is defined and nowhere
          """)
  void a_broken_example_of_settings_is_found(String right, String wrong, String said) {
    assertThat(OURS.env()).contains(right);
    Deployment broken =
        new Deployment(
            ROOT,
            OURS.compose(),
            OURS.env().replace(right, wrong),
            OURS.dockerfile(),
            OURS.ignored(),
            OURS.keys());

    assertThat(broken.problems()).anyMatch(problem -> problem.contains(said));
  }

  @Test
  void passwords_stay_out_of_images() {
    Deployment broken =
        new Deployment(
            ROOT,
            OURS.compose(),
            OURS.env(),
            OURS.dockerfile(),
            OURS.ignored().replace(".env\n", ""),
            OURS.keys());

    assertThat(broken.problems()).containsExactly(".dockerignore lets .env into an image");
  }
}
