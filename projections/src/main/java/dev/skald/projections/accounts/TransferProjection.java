package dev.skald.projections.accounts;

import dev.skald.domain.accounts.TransferEvent;
import dev.skald.domain.accounts.TransferEvent.TransferBegun;
import dev.skald.domain.accounts.TransferEvent.TransferRecorded;
import dev.skald.projections.engine.Fact;
import dev.skald.projections.engine.Projection;
import dev.skald.projections.engine.Rows;
import dev.skald.projections.engine.Source;
import java.util.List;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;

/** Transfers between accounts that took place. */
public final class TransferProjection implements Projection {

  public static final String NAME = "transfers";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> tables() {
    return List.of("transfer");
  }

  @Override
  public List<Source<?>> sources() {
    return List.of(
        Source.eachEvent(TransferEvent.CATEGORY, TransferEvent.class, TransferProjection::fold));
  }

  private static void fold(Fact<TransferEvent> fact, Rows rows) {
    switch (fact.event()) {
      case TransferBegun _ -> {}
      case TransferRecorded recorded -> record(recorded, fact, rows);
    }
  }

  /**
   * Older builds could record an id twice. Then the first stands, and the second writes nothing
   * new.
   */
  private static void record(TransferRecorded recorded, Fact<TransferEvent> fact, Rows rows) {
    rows.write(
        """
        insert into transfer
               (transfer_id, source_account_id, target_account_id, amount, currency, reference,
                recorded_at, position)
        values (:transferId, :source, :target, :amount, :currency, :reference, :recordedAt,
                :position)
        on conflict (transfer_id) do update set transfer_id = excluded.transfer_id
        """,
        new MapSqlParameterSource("transferId", fact.id())
            .addValue("source", recorded.source().value())
            .addValue("target", recorded.target().value())
            .addValue("amount", recorded.amount().amount())
            .addValue("currency", recorded.amount().currency().getCurrencyCode())
            .addValue("reference", recorded.reference())
            .addValue("recordedAt", Rows.time(fact.at()))
            .addValue("position", fact.position()));
  }
}
