package dev.skald.bench.peers;

import dev.dbos.transact.DBOS;
import dev.dbos.transact.StartWorkflowOptions;
import dev.dbos.transact.config.DBOSConfig;
import dev.dbos.transact.workflow.Workflow;

/** The transfer in DBOS, which keeps its journal in the database beside the effects. */
final class DbosPeer implements Peer {

  private final DBOS dbos;
  private final Effects effects;
  private final Transfer transfer;

  private DbosPeer(DBOS dbos, Effects effects) {
    this.dbos = dbos;
    this.effects = effects;
    this.transfer = dbos.registerProxy(Transfer.class, new Told(dbos, effects));
    dbos.launch();
  }

  static Peer on(Place place) {
    DBOSConfig config =
        DBOSConfig.defaults("bench")
            .withDatabaseUrl(place.url())
            .withDbUser(place.user())
            .withDbPassword(place.password());
    return new DbosPeer(new DBOS(config), Effects.in(place));
  }

  @Override
  public boolean run(String id, boolean refused) throws Exception {
    boolean made =
        dbos.startWorkflow(() -> transfer.transfer(id, refused), new StartWorkflowOptions(id))
            .getResult();
    return made != refused;
  }

  @Override
  public void close() {
    dbos.close();
    effects.close();
  }

  /** What DBOS puts its journal around. */
  public interface Transfer {
    /** Whether the transfer was made; otherwise it was undone. */
    boolean transfer(String id, boolean refused);
  }

  /** A step that says no. */
  static final class Refused extends RuntimeException {
    Refused() {
      super("the account is frozen");
    }
  }

  /** The story. */
  record Told(DBOS dbos, Effects effects) implements Transfer {

    @Override
    @Workflow(name = "transfer")
    public boolean transfer(String id, boolean refused) {
      dbos.runStep(() -> effects.insert(id, "debit"), "debit");
      try {
        dbos.runStep(() -> credit(id, refused), "credit");
      } catch (Refused e) {
        dbos.runStep(() -> effects.insert(id, "credit-back"), "credit-back");
        return false;
      }
      dbos.runStep(() -> effects.insert(id, "record"), "record");
      return true;
    }

    private void credit(String id, boolean refused) {
      if (refused) {
        throw new Refused();
      }
      effects.insert(id, "credit");
    }
  }
}
