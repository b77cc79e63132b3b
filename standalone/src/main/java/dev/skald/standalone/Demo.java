package dev.skald.standalone;

import java.io.PrintStream;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * Shows one saga that finishes and one that is undone, on a Skald that runs, and checks all that it
 * shows.
 */
final class Demo {

  private final DemoApi api;
  private final String url;
  private final PrintStream out;

  private Demo(DemoApi api, String url, PrintStream out) {
    this.api = api;
    this.url = url;
    this.out = out;
  }

  public static void main(String[] args) {
    System.exit(run(args[0], System.out) ? 0 : 1);
  }

  /** Whether everything was as it should be. */
  static boolean run(String url, PrintStream out) {
    try (DemoApi api = new DemoApi(url)) {
      new Demo(api, url, out).tell();
      return true;
    } catch (DemoApi.Unexpected e) {
      out.println();
      out.println("Not as expected: " + e.getMessage());
      return false;
    }
  }

  private void tell() {
    String ada = api.openAccount("Ada", "100.00");
    String bo = api.openAccount("Bo", "20.00");
    out.printf("Two accounts: Ada has 100.00 EUR, Bo has 20.00 EUR.%n");

    out.printf("%n1. Ada sends Bo 25.00 EUR.%n");
    JsonNode done = api.transfer(ada, bo, "25.00");
    show(done, "COMPLETED");
    balances(ada, "75.00", bo, "45.00", done);
    links(done);

    out.printf("%n2. Bo's account is frozen, and Ada sends 30.00 EUR more.%n");
    api.freeze(bo);
    JsonNode undone = api.transfer(ada, bo, "30.00");
    show(undone, "COMPENSATED");
    require("reason", "account-frozen", undone.at("/failure/code").asString(""));
    require("undo of debit-source", "COMPLETED", undone.at("/steps/0/undo/status").asString(""));
    balances(ada, "75.00", bo, "45.00", undone);
    links(undone);

    out.printf("%nAll sagas and accounts: %s/%n", url);
    out.printf("Try it yourself:        %s/swagger-ui/index.html%n", url);
  }

  private void show(JsonNode saga, String status) {
    require("status of the saga", status, saga.get("status").asString(""));
    for (JsonNode step : saga.get("steps")) {
      String undo = step.at("/undo/status").asString("");
      String error = step.at("/error/message").asString("");
      out.printf(
          "   %-16s %-10s %s%s%n",
          step.get("name").asString(""),
          step.get("status").asString(""),
          undo.equals("COMPLETED") ? "undone" : "",
          error);
    }
    out.printf("   The saga is %s.%n", status);
  }

  private void balances(String ada, String hers, String bo, String his, JsonNode asOf) {
    require("Ada's balance", hers, api.balance(ada, asOf));
    require("Bo's balance", his, api.balance(bo, asOf));
    out.printf("   Ada has %s EUR, Bo has %s EUR.%n", hers, his);
  }

  private void links(JsonNode saga) {
    String id = saga.get("sagaId").asString("");
    out.printf("   Operator page    %s/#/sagas/%s%n", url, id);
    out.printf("   API              %s/api/v1/sagas/%s%n", url, id);
    String temporal = saga.at("/links/temporal").asString("");
    if (!temporal.isEmpty()) {
      out.printf("   Temporal Web UI  %s%n", temporal);
    }
  }

  private static void require(String what, String expected, String actual) {
    if (!Objects.equals(expected, actual)) {
      throw new DemoApi.Unexpected("%s is %s and not %s".formatted(what, actual, expected));
    }
  }
}
