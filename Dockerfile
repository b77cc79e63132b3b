# Two images from one build: `docker build --target worker .` and `docker build --target api .`

FROM maven:3.9.16-eclipse-temurin-25-noble AS build
WORKDIR /src
COPY . .
# The checks and the tests are `mvn verify`'s; an image is built from what has passed them.
RUN --mount=type=cache,target=/libraries \
    mvn -B -ntp -Dmaven.repo.local=/libraries -Dquick -Pimage -pl worker,api -am package
# In layers, libraries first: a change of ours then ships kilobytes and not a hundred megabytes.
RUN for program in worker api; do \
      java -Djarmode=tools -jar $program/target/skald-$program-*-exec.jar \
        extract --layers --application-filename skald.jar --destination /extracted/$program || exit 1; \
    done

FROM eclipse-temurin:25.0.3_9-jre-noble AS runtime
RUN groupadd --system --gid 10001 skald \
 && useradd --system --uid 10001 --gid skald --no-create-home --shell /usr/sbin/nologin skald
WORKDIR /app
USER 10001:10001
# Programs listen on the loopback address by themselves, where nobody outside of a container is.
ENV SERVER_ADDRESS=0.0.0.0 SERVER_PORT=8080
EXPOSE 8080
# The image has no curl, but bash can speak enough HTTP to read one status line.
HEALTHCHECK --interval=5s --timeout=3s --start-period=60s --retries=6 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /actuator/health/readiness HTTP/1.0\\r\\n\\r\\n' >&3 && read -r status <&3 && [[ $status == *' 200'* ]]"]
# A program that ran out of memory is restarted rather than kept half alive.
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-jar", "skald.jar"]

FROM runtime AS worker
COPY --from=build /extracted/worker/dependencies/ ./
COPY --from=build /extracted/worker/spring-boot-loader/ ./
COPY --from=build /extracted/worker/snapshot-dependencies/ ./
COPY --from=build /extracted/worker/application/ ./

FROM runtime AS api
COPY --from=build /extracted/api/dependencies/ ./
COPY --from=build /extracted/api/spring-boot-loader/ ./
COPY --from=build /extracted/api/snapshot-dependencies/ ./
COPY --from=build /extracted/api/application/ ./
