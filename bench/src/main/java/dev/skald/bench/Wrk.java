package dev.skald.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The load generator {@code wrk}, where it is installed. */
final class Wrk {

  /** What it says of one run. */
  record Said(double perSecond, double p50Millis, double p99Millis) {

    static Said of(String text) throws IOException {
      if (text.contains("Non-2xx") || text.contains("Socket errors")) {
        throw new IOException("not all requests were answered well: " + text);
      }
      return new Said(
          Double.parseDouble(find(text, "Requests/sec:\\s+([0-9.]+)").group(1)),
          millis(find(text, "50%\\s+([0-9.]+)(us|ms|s)")),
          millis(find(text, "99%\\s+([0-9.]+)(us|ms|s)")));
    }

    private static Matcher find(String text, String pattern) throws IOException {
      Matcher matcher = Pattern.compile(pattern).matcher(text);
      if (!matcher.find()) {
        throw new IOException("wrk said something else than expected: " + text);
      }
      return matcher;
    }

    private static double millis(Matcher time) {
      double value = Double.parseDouble(time.group(1));
      return switch (time.group(2)) {
        case "us" -> value / 1_000;
        case "s" -> value * 1_000;
        default -> value;
      };
    }
  }

  private Wrk() {}

  static boolean isInstalled() {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
      if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, "wrk"))) {
        return true;
      }
    }
    return false;
  }

  /** Asks for any of the accounts, so many at a time. */
  static Said run(String url, int callers, Duration duration, int accounts, long seed, Path folder)
      throws IOException, InterruptedException {
    Path script = folder.resolve("accounts.lua");
    Files.writeString(
        script,
        """
        math.randomseed(%d)
        request = function()
          return wrk.format("GET", wrk.path .. "a" .. math.random(0, %d))
        end
        """
            .formatted(seed, accounts - 1));
    String seconds = String.format(Locale.ROOT, "%ds", Math.max(1, duration.toSeconds()));
    Process process =
        new ProcessBuilder(
                List.of(
                    "wrk",
                    "-t1",
                    "-c" + callers,
                    "-d" + seconds,
                    "--latency",
                    "-s",
                    script.toString(),
                    url))
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("wrk failed: " + said);
    }
    return Said.of(said);
  }
}
