package dev.skald.projections.engine;

import dev.skald.projections.engine.Checkpoints.Checkpoint;
import java.util.List;

/**
 * That everything up to a position is folded. It holds where everything up to an earlier one is.
 *
 * @param unmoved what must be as it was besides: checkpoints that were moved by batches before,
 *     whose events count only now
 */
record Claim(long from, long to, List<Checkpoint> unmoved) {

  static final Claim NONE = new Claim(0, 0, List.of());
}
